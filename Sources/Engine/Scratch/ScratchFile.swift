internal import CFiles
internal import Files
internal import Glibc
internal import Synchronization

/// A file without a name that holds what doesn't fit into memory: whatever happens to the program,
/// nothing of it stays behind.
///
/// Bytes go past the system's cache where the file system can do that: the cache would take the very
/// memory that was not given to the program, push out what others have there, and in a container count
/// as the program's own.
package final class ScratchFile: Sendable {
  /// The path of the folder in which the file lies.
  package let folder: String
  /// Whether bytes go past the system's cache.
  let bypassesCache: Bool
  private let descriptor: Int32
  private let space = Mutex(ScratchSpace())
  private let workers: [TransferWorker]

  /// - Parameters:
  ///   - folder: a folder on a disk; in a file system that is kept in memory nothing is gained.
  ///   - neededBytes: the bytes that must be free there.
  /// - Throws: ``EngineError/scratch(folder:neededBytes:reason:)``.
  package init(in folder: String, neededBytes: Int) throws {
    self.folder = folder
    let failed: (Cause) -> EngineError = {
      .scratch(folder: folder, neededBytes: neededBytes, reason: $0)
    }
    guard let free = Self.freeBytes(in: folder) else { throw failed(.last) }
    guard free >= neededBytes else { throw failed("\(free) bytes are free") }
    descriptor = Self.openUnnamed(in: folder)
    guard descriptor >= 0 else { throw failed(.last) }
    bypassesCache = fcntl(descriptor, F_SETFL, O_RDWR | Self.pastCache) == 0
    workers = (0..<TransferWorker.count).map { _ in TransferWorker() }
  }

  deinit { close(descriptor) }

  /// The free space in a folder, in bytes; nil, with the reason in `errno`, when it can't be determined.
  package static func freeBytes(in folder: String) -> Int? {
    var status = statvfs()
    guard statvfs(folder, &status) == 0 else { return nil }
    return Int(clamping: UInt64(status.f_bavail) * UInt64(status.f_frsize))
  }

  /// The most bytes that were in use at once.
  package var peakBytes: Int { space.withLock { $0.end } }

  func take(_ byteCount: Int) -> Int { space.withLock { $0.take(byteCount) } }

  func give(back offset: Int, _ byteCount: Int) {
    space.withLock { $0.give(back: offset..<offset + byteCount) }
  }

  /// Starts a transfer; several transfers go in the order in which they were started.
  func begin(_ direction: Transfer.Direction, _ pieces: [Transfer.Piece]) -> Transfer {
    let transfer = Transfer(pieces)
    for worker in workers.prefix(pieces.count) {
      worker.queue.run(transfer.group) {
        transfer.work { (piece) throws(EngineError) in
          let straight = piece.straight
          let room = straight ?? worker.room(for: piece.fileBytes)
          switch direction {
          case .toFile:
            if straight == nil { piece.copy(to: room) }
            try self.write(UnsafeRawBufferPointer(room), at: piece.offset)
          case .fromFile:
            try self.read(room, at: piece.offset)
            if straight == nil { piece.copy(from: room) }
          }
        }
      }
    }
    return transfer
  }

  private func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(EngineError) {
    try move(bytes.count) { pwrite(descriptor, bytes.baseAddress! + $0, $1, offset + $0) }
  }

  private func read(_ bytes: UnsafeMutableRawBufferPointer, at offset: Int) throws(EngineError) {
    try move(bytes.count) { pread(descriptor, bytes.baseAddress! + $0, $1, offset + $0) }
  }

  private func move(_ byteCount: Int, _ call: (_ done: Int, _ left: Int) -> Int)
    throws(EngineError)
  {
    var done = 0
    while done < byteCount {
      let count = call(done, byteCount - done)
      if count < 0, errno == EINTR { continue }
      // File systems may find out only now that they can't go past the cache.
      if count < 0, errno == EINVAL, fcntl(descriptor, F_GETFL) & Self.pastCache != 0 {
        _ = fcntl(descriptor, F_SETFL, O_RDWR)
        continue
      }
      guard count > 0 else {
        throw EngineError.scratch(
          folder: folder, neededBytes: byteCount, reason: count == 0 ? Cause(EIO) : .last)
      }
      done += count
    }
  }

  /// O_DIRECT, which the overlay for Swift does not carry (fcntl.h of the architectures).
  #if arch(arm64)
    private static let pastCache: Int32 = 0o200_000
  #else
    private static let pastCache: Int32 = 0o40_000
  #endif

  private static func openUnnamed(in folder: String) -> Int32 {
    let unnamed = open(folder, O_RDWR | O_CLOEXEC | stylize_unnamed_file, 0o600)
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
