internal import Files
internal import Glibc

/// The changes in a folder and in the followed folders inside it, with paths relative to it.
final class FolderEvents {
  enum Change {
    /// A file was closed after it was written, or moved in.
    case settled(Path)
    /// A file was created: still to be written, or already complete where it is a link.
    case made(Path)
    case isWritten(Path)
    case gone(Path)
    /// A folder inside is new; the files that are already in it were not reported.
    case folder(Path)
    /// The system lost events because there were too many.
    case overflowed
    /// The watched folder itself is gone.
    case lost
  }

  private let root: Path
  private let inotify: Inotify
  private var folders: [Int32: Path] = [:]
  private var rootWatch: Int32 = -1

  /// - Throws: ``WatchError/noEvents(path:reason:)``.
  init(of root: Path) throws {
    self.root = root
    inotify = try Inotify(for: root)
  }

  var descriptor: Int32 { inotify.descriptor }

  /// Follows a folder. Call it before the folder is read, so that nothing is missed in between.
  ///
  /// - Parameter folder: the relative path; empty for the watched folder itself.
  /// - Throws: ``WatchError/noEvents(path:reason:)``.
  func follow(_ folder: Path) throws {
    let watch = try inotify.watch(folder.bytes.isEmpty ? root : root.appending(folder))
    folders[watch] = folder
    if folder.bytes.isEmpty { rootWatch = watch }
  }

  /// Reads the pending changes without waiting.
  func news() -> [Change] { inotify.events().flatMap(news) }

  private func news(_ event: Inotify.Event) -> [Change] {
    if event.has(IN_Q_OVERFLOW) { return [.overflowed] }
    guard let folder = folders[event.watch] else { return [] }
    if event.has(IN_IGNORED) || event.has(IN_DELETE_SELF) || event.has(IN_MOVE_SELF) {
      // A moved folder inside is reported by the folder that it was in.
      guard event.watch == rootWatch else {
        if !event.has(IN_MOVE_SELF) { folders[event.watch] = nil }
        return []
      }
      return [.lost]
    }
    let path = folder.appending(event.name)
    if event.has(IN_ISDIR) {
      if event.has(IN_MOVED_FROM) || event.has(IN_DELETE) { forget(path) }
      return event.has(IN_CREATE) || event.has(IN_MOVED_TO) ? [.folder(path)] : []
    }
    if event.has(IN_CLOSE_WRITE) || event.has(IN_MOVED_TO) { return [.settled(path)] }
    if event.has(IN_CREATE) { return [.made(path)] }
    if event.has(IN_MODIFY) { return [.isWritten(path)] }
    if event.has(IN_MOVED_FROM) || event.has(IN_DELETE) { return [.gone(path)] }
    return []
  }

  /// Stops following a folder that has left, and those inside it.
  private func forget(_ folder: Path) {
    let start = folder.bytes + [UInt8(ascii: "/")]
    for (watch, path) in folders where path == folder || path.bytes.starts(with: start) {
      inotify.forget(watch)
      folders[watch] = nil
    }
  }
}
