internal import Glibc
internal import Images

/// Unfinished outputs of processes that were killed.
enum AbandonedOutputs {
  /// Removes them from the folders that the jobs write to. One that a living process still writes is
  /// locked by it and stays.
  static func remove(besides jobs: [Job]) {
    let folders = Set(jobs.compactMap { $0.destination.path?.folder })
    for folder in folders {
      guard let names = try? folder.entries() else { continue }
      for name in names where name.isTemporaryOutput { remove(folder.appending(name)) }
    }
  }

  private static func remove(_ path: PicturePath) {
    let descriptor = open(path.cString, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { unlink(path.cString) }
  }
}
