internal import Foundation
internal import Glibc
internal import Images

/// Lets one program only paint into a folder for as long as it lives.
///
/// The system holds the lock and gives it up with the process, however that ends; what stands in the
/// file is for people, and for file systems without locks.
final class WatchLock: Sendable {
  private struct Holder: Codable {
    var pid: Int32
    var host: String
    var since: String
    var folder: PathText

    var text: String { "process \(pid) on \(host), since \(since), for \(folder.path)" }
  }

  private let descriptor: Int32
  private let path: PicturePath

  /// - Parameters:
  ///   - output: the folder that is painted into; made where it isn't there.
  ///   - folder: the one that is watched.
  /// - Throws: ``WatchError/watchedAlready(output:holder:)``,
  ///   ``WatchError/lockUnavailable(path:reason:)``, ``FileError/folderCannotBeMade(path:reason:)``.
  init(of output: PicturePath, watching folder: PicturePath, shard: Shard?) throws {
    try output.makeFolder()
    let name = shard.map { ".stylize-\($0.index)-of-\($0.count).lock" } ?? ".stylize.lock"
    path = output.appending(PicturePath(name))
    descriptor = open(path.cString, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw Self.unavailable(path, errno) }
    do {
      let own = Holder(
        pid: getpid(), host: hostName, since: Date.now.formatted(.iso8601),
        folder: PathText(folder.absolute))
      let before = holder
      if flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
        let number = errno
        if number == EWOULDBLOCK {
          throw WatchError.watchedAlready(
            output: output, holder: before?.text ?? "it has locked \(path)")
        }
        guard [ENOLCK, ENOSYS, EOPNOTSUPP, EINVAL].contains(number) else {
          throw Self.unavailable(path, number)
        }
        // Without locks there is only what the file says: a process of another machine may live.
        if let before, before.host != own.host || kill(before.pid, 0) == 0 || errno == EPERM {
          throw WatchError.watchedAlready(
            output: output, holder: before.text + "; if it has ended, remove \(path)")
        }
      }
      let text = Array(try JSONEncoder().encode(own)) + [UInt8(ascii: "\n")]
      ftruncate(descriptor, 0)
      guard pwrite(descriptor, text, text.count, 0) == text.count else {
        throw Self.unavailable(path, errno)
      }
    } catch {
      close(descriptor)
      throw error
    }
  }

  deinit { close(descriptor) }

  /// Says that nobody holds the lock any more, which goes with this object. The file stays: whoever
  /// opened it meanwhile must not lock one that has no name.
  func leave() { ftruncate(descriptor, 0) }

  private var holder: Holder? {
    (try? FileBytes.read(path)).flatMap { try? JSONDecoder().decode(Holder.self, from: Data($0)) }
  }

  private static func unavailable(_ path: PicturePath, _ number: Int32) -> WatchError {
    .lockUnavailable(path: path, reason: String(cString: strerror(number)))
  }
}
