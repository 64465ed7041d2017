internal import BatchProcessing
internal import Files
internal import Foundation
internal import Glibc
internal import Synchronization

/// The lock that lets only one program at a time render into a folder.
///
/// The system releases the lock with the process, however that ends. The content of the file is for people, and for
/// file systems without locks.
final class WatchLock: Sendable {
  private struct Holder: Codable {
    var pid: Int32
    var host: String
    var since: String
    var folder: PathText

    var text: String { "process \(pid) on \(host), since \(since), for \(folder.path)" }
  }

  private let output: Path
  private let folder: Path
  private let path: Path
  private let descriptor: Mutex<Int32>

  /// - Parameters:
  ///   - output: the output folder; created if needed.
  ///   - folder: the watched folder.
  /// - Throws: ``WatchError/watchedAlready(output:holder:)``,
  ///   ``WatchError/lockUnavailable(path:reason:)``, ``FileError/folderCannotBeMade(path:reason:)``.
  init(of output: Path, watching folder: Path, shard: Shard?) throws {
    let name = shard.map { ".stylize-\($0.index)-of-\($0.count).lock" } ?? ".stylize.lock"
    let path = output.appending(Path(name))
    (self.output, self.folder, self.path) = (output, folder, path)
    descriptor = Mutex(try Self.take(path, of: output, watching: folder))
  }

  deinit { _ = descriptor.withLock { close($0) } }

  /// Whether the lock file was deleted or replaced.
  var isLost: Bool { descriptor.withLock { !FileOpening.isStill($0, at: path.cString) } }

  /// Takes the lock again where its file was deleted, perhaps with its folder, or replaced: the next program would find
  /// the folder unlocked.
  ///
  /// - Throws: the errors of ``init(of:watching:shard:)``, when another program was faster.
  func renew() throws {
    try descriptor.withLock { descriptor in
      guard !FileOpening.isStill(descriptor, at: path.cString) else { return }
      let new = try Self.take(path, of: output, watching: folder)
      close(descriptor)
      descriptor = new
    }
  }

  private static func take(
    _ path: Path, of output: Path, watching folder: Path
  ) throws -> Int32 {
    try output.makeFolder()
    let descriptor: Int32
    do throws(Cause) { descriptor = try FileOpening.toWrite(path.cString, mode: 0o644) } catch {
      throw WatchError.lockUnavailable(path: path, reason: error)
    }
    do {
      let own = Holder(
        pid: getpid(), host: hostName, since: Date.now.formatted(.iso8601),
        folder: PathText(folder.absolute))
      let before = holder(of: path)
      if flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
        let number = errno
        if number == EWOULDBLOCK {
          throw WatchError.watchedAlready(
            output: output, holder: before?.text ?? "it has locked \(path)")
        }
        guard [ENOLCK, ENOSYS, EOPNOTSUPP, EINVAL].contains(number) else {
          throw unavailable(path, number)
        }
        // Without locks only the content of the file counts: a process on another machine may still be alive.
        if let before, before.host != own.host || kill(before.pid, 0) == 0 || errno == EPERM {
          throw WatchError.watchedAlready(
            output: output, holder: before.text + "; if it has ended, remove \(path)")
        }
      }
      // The file may have been deleted between opening and locking it.
      guard FileOpening.isStill(descriptor, at: path.cString) else {
        throw WatchError.lockUnavailable(path: path, reason: "was deleted while it was locked")
      }
      let text = Array(try JSONEncoder().encode(own)) + [UInt8(ascii: "\n")]
      ftruncate(descriptor, 0)
      guard pwrite(descriptor, text, text.count, 0) == text.count else {
        throw unavailable(path, errno)
      }
      return descriptor
    } catch {
      close(descriptor)
      throw error
    }
  }

  /// Empties the lock file; the lock itself goes with this object. The file stays: a program that opened it meanwhile
  /// must not lock one that has no name.
  func leave() { _ = descriptor.withLock { ftruncate($0, 0) } }

  private static func holder(of path: Path) -> Holder? {
    (try? FileBytes.read(path, .own)).flatMap {
      try? JSONDecoder().decode(Holder.self, from: Data($0))
    }
  }

  private static func unavailable(_ path: Path, _ number: Int32) -> WatchError {
    .lockUnavailable(path: path, reason: Cause(number))
  }
}
