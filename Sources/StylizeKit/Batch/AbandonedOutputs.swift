internal import Glibc
internal import Images
internal import Synchronization

/// Unfinished outputs of processes that were killed.
final class AbandonedOutputs: Sendable {
  private let seen = Mutex<Set<PicturePath>>([])

  /// Removes them from the folder that a job writes to, the first time that there is a job for it. One
  /// that a living process still writes is locked by it and stays.
  func remove(beside job: Job) {
    guard let folder = job.destination.path?.folder else { return }
    guard seen.withLock({ $0.insert(folder).inserted }) else { return }
    guard let names = try? folder.entries() else { return }
    for name in names where name.isTemporaryOutput { Self.remove(folder.appending(name)) }
  }

  private static func remove(_ path: PicturePath) {
    let descriptor = open(path.cString, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { unlink(path.cString) }
  }
}
