internal import Files
internal import Glibc

/// The kernel's events about folders, as inotify(7) describes them.
final class Inotify {
  struct Event {
    var watch: Int32
    var mask: UInt32
    /// The name of the affected file inside the folder; empty for the folder itself.
    var name: Path

    func has(_ flag: some BinaryInteger) -> Bool { mask & UInt32(truncatingIfNeeded: flag) != 0 }
  }

  static let folderEvents = [
    IN_CREATE, IN_CLOSE_WRITE, IN_MODIFY, IN_MOVED_TO, IN_MOVED_FROM, IN_DELETE, IN_DELETE_SELF,
    IN_MOVE_SELF, IN_ONLYDIR, IN_EXCL_UNLINK,
  ].reduce(UInt32(0)) { $0 | UInt32(truncatingIfNeeded: $1) }

  /// The events that remove a file or the folder itself, or put another file in its place.
  static let deletions = [
    IN_DELETE, IN_MOVED_FROM, IN_MOVED_TO, IN_DELETE_SELF, IN_MOVE_SELF, IN_ONLYDIR,
  ].reduce(UInt32(0)) { $0 | UInt32(truncatingIfNeeded: $1) }

  /// The descriptor, which is readable when there are events.
  let descriptor: Int32
  private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 8)

  /// - Throws: ``WatchError/noEvents(path:reason:)``, naming `path`.
  init(for path: Path) throws {
    descriptor = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
    guard descriptor >= 0 else { throw Self.failed(path) }
  }

  deinit {
    close(descriptor)
    buffer.deallocate()
  }

  /// - Returns: the number by which events refer to the folder.
  /// - Throws: ``WatchError/noEvents(path:reason:)``.
  func watch(_ path: Path, for events: UInt32 = folderEvents) throws -> Int32 {
    let watch = inotify_add_watch(descriptor, path.cString, events)
    guard watch >= 0 else { throw Self.failed(path) }
    return watch
  }

  func forget(_ watch: Int32) { inotify_rm_watch(descriptor, watch) }

  /// Reads all pending events.
  func events() -> [Event] {
    var events: [Event] = []
    while case let count = read(descriptor, buffer.baseAddress, buffer.count), count > 0 {
      var offset = 0
      let head = MemoryLayout<inotify_event>.size
      while offset + head <= count {
        let event = buffer.loadUnaligned(fromByteOffset: offset, as: inotify_event.self)
        let name = buffer[(offset + head)..<(offset + head + Int(event.len))].prefix { $0 != 0 }
        events.append(
          Event(watch: event.wd, mask: event.mask, name: Path(bytes: Array(name))))
        offset += head + Int(event.len)
      }
    }
    return events
  }

  private static func failed(_ path: Path) -> WatchError {
    let reason: Cause =
      switch errno {
      case ENOSPC: "fs.inotify.max_user_watches is used up"
      case EMFILE: "fs.inotify.max_user_instances is used up"
      default: .last
      }
    return .noEvents(path: path, reason: reason)
  }
}
