internal import Files
internal import Glibc

/// Notices that a watcher's lock was deleted, as happens with the folder that it lies in, and takes it again.
final class LockGuard {
  private let lock: WatchLock
  private let folder: Path
  private var inotify: Inotify?
  private var watch: FileStatus.Identity?
  private var lostSince: ContinuousClock.Instant?

  /// Whoever deletes a folder is given the time to be done with it.
  private static let respite = Duration.milliseconds(300)

  /// - Parameter folder: that the lock lies in.
  init(_ lock: WatchLock, in folder: Path) {
    (self.lock, self.folder) = (lock, folder)
    follow()
  }

  /// Readable when something was deleted there; nil where the system can't tell.
  var descriptor: Int32? { inotify?.descriptor }

  /// How long the thread may sleep where nothing tells of deletions, in seconds.
  static let patience = 2.0

  /// When a lock that was lost is to be taken again.
  var due: ContinuousClock.Instant? { lostSince.map { $0 + Self.respite } }

  /// To be called whenever the thread wakes.
  ///
  /// - Throws: ``WatchError``, ``JobError`` when the lock can't be had again.
  func check() throws {
    if let inotify {
      // The lock itself is asked below; what else comes into the folder is nobody's business here.
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
