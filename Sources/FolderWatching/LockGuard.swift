internal import Files
internal import Glibc

/// Notices when a watcher's lock file is deleted, for example with its folder, and takes the lock again.
final class LockGuard {
  private let lock: WatchLock
  private let folder: Path
  private var inotify: Inotify?
  private var watch: FileStatus.Identity?
  private var lostSince: ContinuousClock.Instant?

  /// The time before a lost lock is taken again, so that whoever deletes the folder can finish.
  private static let respite = Duration.milliseconds(300)

  /// - Parameter folder: the folder that the lock file lies in.
  init(_ lock: WatchLock, in folder: Path) {
    (self.lock, self.folder) = (lock, folder)
    follow()
  }

  /// The descriptor that is readable when something was deleted in the folder; nil where the system reports no events.
  var descriptor: Int32? { inotify?.descriptor }

  /// The longest time that the thread may sleep where no events report deletions, in seconds.
  static let patience = 2.0

  /// The time at which a lost lock is to be taken again; nil while it is held.
  var due: ContinuousClock.Instant? { lostSince.map { $0 + Self.respite } }

  /// Takes the lock again if it was lost. Call it whenever the thread wakes.
  ///
  /// - Throws: ``WatchError`` or ``JobError`` when the lock can't be taken again.
  func check() throws {
    if let inotify {
      // The lock itself is checked below; other events in the folder don't matter here.
      _ = inotify.events()
    }
    guard lock.isLost else {
      lostSince = nil
      return
    }
    let since = lostSince ?? .now
    lostSince = since
    guard .now >= since + Self.respite else { return }
    try lock.renew()
    lostSince = nil
    if FileStatus(folder)?.identity != watch { follow() }
  }

  private func follow() {
    watch = FileStatus(folder)?.identity
    inotify = try? Inotify(for: folder)
    do { _ = try inotify?.watch(folder, for: Inotify.deletions) } catch { inotify = nil }
  }
}
