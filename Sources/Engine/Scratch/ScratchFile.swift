internal import Glibc
internal import Synchronization

/// A file without a name that holds what doesn't fit into memory: whatever happens to the program,
/// nothing of it stays behind.
public final class ScratchFile: Sendable {
  /// Where the file lies.
  public let folder: String
  private let descriptor: Int32
  private let space: Mutex<ScratchSpace>

  /// - Parameters:
  ///   - folder: on a disk; in a file system that is kept in memory nothing is gained.
  ///   - neededBytes: that must be free there.
  /// - Throws: ``EngineError/scratch(folder:neededBytes:reason:)``.
  public init(in folder: String, neededBytes: Int) throws {
    self.folder = folder
    let failed: (String) -> EngineError = {
      .scratch(folder: folder, neededBytes: neededBytes, reason: $0)
    }
    var status = statvfs()
    guard statvfs(folder, &status) == 0 else { throw failed(systemText(errno)) }
    let free = Int(clamping: UInt64(status.f_bavail) * UInt64(status.f_frsize))
    guard free >= neededBytes else { throw failed("\(free) bytes are free") }
    descriptor = Self.openUnnamed(in: folder)
    guard descriptor >= 0 else { throw failed(systemText(errno)) }
    space = Mutex(ScratchSpace())
  }

  deinit { close(descriptor) }

  /// The most bytes that were in use at once.
  public var peakBytes: Int { space.withLock { $0.end } }

  func take(_ byteCount: Int) -> Int { space.withLock { $0.take(byteCount) } }

  func give(back offset: Int, _ byteCount: Int) {
    space.withLock { $0.give(back: offset..<offset + byteCount) }
  }

  func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws {
    var done = 0
    while done < bytes.count {
      let count = pwrite(descriptor, bytes.baseAddress! + done, bytes.count - done, offset + done)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw failed(bytes.count, errno) }
      done += count
    }
  }

  func read(_ bytes: UnsafeMutableRawBufferPointer, at offset: Int) throws {
    var done = 0
    while done < bytes.count {
      let count = pread(descriptor, bytes.baseAddress! + done, bytes.count - done, offset + done)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw failed(bytes.count, count == 0 ? EIO : errno) }
      done += count
    }
  }

  /// Says that these bytes will be read soon, so that the system fetches them meanwhile.
  func announce(_ offset: Int, _ byteCount: Int) {
    posix_fadvise(descriptor, offset, byteCount, POSIX_FADV_WILLNEED)
  }

  private func failed(_ byteCount: Int, _ number: Int32) -> EngineError {
    .scratch(folder: folder, neededBytes: byteCount, reason: systemText(number))
  }

  private static func openUnnamed(in folder: String) -> Int32 {
    // O_TMPFILE, which the overlay for Swift does not carry: a bit of its own and O_DIRECTORY.
    let unnamed = open(folder, O_RDWR | O_CLOEXEC | 0o20_000_000 | O_DIRECTORY, 0o600)
    if unnamed >= 0 { return unnamed }
    // Some file systems can't make a file without a name; then it has one for a moment.
    var template = Array((folder + "/.stylize-XXXXXX").utf8CString)
    let named = mkstemp(&template)
    if named >= 0 {
      _ = fcntl(named, F_SETFD, FD_CLOEXEC)
      unlink(template)
    }
    return named
  }
}

private func systemText(_ number: Int32) -> String { String(cString: strerror(number)) }
