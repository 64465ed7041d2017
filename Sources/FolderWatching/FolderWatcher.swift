internal import BatchProcessing
internal import Files
internal import Foundation
internal import Glibc

/// Watches the folder and queues photographs that have settled.
///
/// One thread runs it, and only that thread touches its mutable state.
final class FolderWatcher: @unchecked Sendable {
  typealias Instant = ContinuousClock.Instant

  /// The quiet time after a file was closed or moved in: a program that writes in several steps has
  /// begun the next by then.
  static let quiet = Duration.milliseconds(250)
  /// The quiet time of files that were found and changed recently, since nothing tells whether they
  /// are being written.
  static let quietOfFound = Duration.milliseconds(700)
  /// The quiet time of empty files: many programs create a file, close it and fill it later.
  static let quietOfEmpty = Duration.seconds(10)
  static let youthSeconds = 2
  static let usualPollSeconds = 2.0

  let tree: WatchedTree
  let request: WatchRequest
  let jobQueue: WatchJobQueue
  let wakeup: Wakeup
  let commands: WatcherCommands
  let tell: @Sendable (WatchEvent) -> Void

  var method = WatchMethod.events
  var events: FolderEvents?
  var debouncer = Debouncer()
  var snapshot = PollSnapshot()
  var nextPoll: Instant?
  var isLost = false
  /// The identity of the watched folder, to notice when another one is mounted in its place.
  var identity: FileStatus.Identity?
  var styles: StyleWatch
  private let mounts = MountWatch()
  private let lockGuard: LockGuard

  init(
    _ request: WatchRequest, _ tree: WatchedTree, _ jobQueue: WatchJobQueue, _ styles: StyleFiles,
    _ lock: WatchLock, wakeup: Wakeup, commands: WatcherCommands,
    tell: @escaping @Sendable (WatchEvent) -> Void
  ) {
    lockGuard = LockGuard(lock, in: request.jobs.output)
    (self.request, self.tree, self.jobQueue) = (request, tree, jobQueue)
    (self.wakeup, self.commands, self.tell) = (wakeup, commands, tell)
    self.styles = StyleWatch(styles)
  }

  /// Watches until `stop` is raised and the thread is woken.
  ///
  /// - Throws: ``WatchError`` or ``JobError`` when another program has taken the output folder.
  func run(until stop: CancellationToken) throws {
    begin()
    var told: WatchMethod?
    var nextAlive = Instant.now
    while !stop.isRaised {
      if method != told {
        tell(.watching(method))
        told = method
      }
      if let seconds = request.aliveSeconds, nextAlive <= .now {
        tell(.alive)
        nextAlive = .now + .seconds(seconds)
      }
      commands.unsettled = debouncer.count + snapshot.waiting
      wait(until: request.aliveSeconds == nil ? nil : nextAlive)
      try lockGuard.check()
      readCommands()
      if isLost {
        if tree.isThere {
          tell(.folderBack(tree.folder))
          begin()
        }
      } else {
        for news in events?.news() ?? [] { take(news) }
        if mounts.haveChanged, FileStatus(tree.folder)?.identity != identity { lose() }
        if let due = nextPoll, due <= .now { takeSnapshot() }
      }
      for path in debouncer.settled(at: .now, { FileStatus($0) }) { enqueue(path) }
      if styles.shouldReload(at: .now) { jobQueue.pause() }
    }
  }

  private func readCommands() {
    let requests = commands.take()
    for (path, quiet) in requests.settle {
      debouncer.note(path, FileStatus(path), for: quiet, at: .now)
    }
    if let files = requests.styles { styles = StyleWatch(files) }
    if requests.rescan, !isLost {
      snapshot = PollSnapshot()
      begin()
    }
  }

  /// Sleeps until something is due or happens.
  private func wait(until alive: Instant?) {
    var due = [debouncer.nextDue, nextPoll, styles.due, alive].compactMap { $0 }
    if isLost { due.append(.now + .seconds(1)) }
    if let soon = lockGuard.due { due.append(soon) }
    if lockGuard.descriptor == nil { due.append(.now + .seconds(LockGuard.patience)) }
    let milliseconds = due.min().map { due in
      max(0, Int32(((due - .now) / .milliseconds(1)).rounded(.up).clamped))
    }
    var waits = [
      wakeup.descriptor, events?.descriptor, styles.descriptor, lockGuard.descriptor,
    ].compactMap { $0 }
      .map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    waits.append(mounts.wait)
    poll(&waits, nfds_t(waits.count), milliseconds ?? -1)
    mounts.haveChanged = waits.last!.revents != 0
    wakeup.clear()
    styles.read(at: .now)
  }
}

extension Double {
  /// The value limited to what `poll` accepts.
  fileprivate var clamped: Double { min(self, Double(Int32.max / 2)) }
}
