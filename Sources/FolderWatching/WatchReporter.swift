internal import BatchProcessing
internal import Engine
internal import Files
internal import StyleTransfer
internal import Synchronization

/// Reports the outcome of photographs, counts it and moves photographs where they belong.
final class WatchReporter: Sendable {
  /// The time after which a photograph that failed through no fault of its own, but by a full disk or a device, is
  /// tried again.
  static let patience = Duration.seconds(60)

  private let tree: WatchedTree
  private let disposition: SourceDisposition
  private let telling: Mutex<@Sendable (WatchEvent) -> Void>
  private let counts = Mutex(WatchStatus())

  init(
    _ tree: WatchedTree, _ disposition: SourceDisposition,
    tell: @escaping @Sendable (WatchEvent) -> Void
  ) {
    (self.tree, self.disposition) = (tree, disposition)
    telling = Mutex(tell)
  }

  var status: WatchStatus { counts.withLock { $0 } }

  /// Reports an event, one at a time, whichever thread it comes from.
  func tell(_ event: WatchEvent) { telling.withLock { $0(event) } }

  /// - Parameter settle: receives a photograph that gets another turn once it has been left alone for the given time.
  func take(
    _ event: BatchEvent, from jobQueue: WatchJobQueue, settle: (Path, Duration) -> Void
  ) {
    switch event {
    case .started, .progress: tell(.batch(event))
    case .finished(let job, let facts):
      counts.withLock {
        $0.painted += 1
        $0.pixels += facts.pixels
        $0.last = job.source.path
      }
      tell(.batch(event))
      put(away: job, from: jobQueue, settle)
    case .skipped(let job, let reason):
      counts.withLock { $0.skipped += 1 }
      tell(.batch(event))
      if reason == .finished {
        put(away: job, from: jobQueue, settle)
      } else if let photograph = job.source.path {
        jobQueue.finish(photograph)
      }
    case .failed(let source, let failure):
      guard let photograph = source.path else { return }
      take(failure, of: photograph, from: jobQueue, settle)
      jobQueue.finish(photograph)
    }
  }

  /// Reports a photograph that failed for good, and moves it out of the way if requested.
  func refuse(_ photograph: Path, _ failure: BatchEvent.Failure) {
    counts.withLock { $0.failed += 1 }
    tell(.batch(.failed(.file(photograph), failure)))
    attempt { try disposition.reject(photograph, tree.relative(photograph), failure) }
  }

  private func put(
    away job: Job, from jobQueue: WatchJobQueue, _ settle: (Path, Duration) -> Void
  ) {
    guard let photograph = job.source.path else { return }
    // A file that replaced it meanwhile is another photograph and has its own turn.
    if let stamp = jobQueue.stamp(of: photograph), let now = FileStatus(photograph) {
      if stamp == now {
        attempt { try disposition.finish(photograph, tree.relative(photograph)) }
      } else {
        settle(photograph, FolderWatcher.quiet)
      }
    }
    jobQueue.finish(photograph)
  }

  private func take(
    _ failure: BatchEvent.Failure, of photograph: Path, from jobQueue: WatchJobQueue,
    _ settle: (Path, Duration) -> Void
  ) {
    guard let now = FileStatus(photograph) else { return tell(.gone(photograph)) }
    if failure.code == .changed || jobQueue.stamp(of: photograph) != now
      || photograph.isOpenForWriting
    {
      return settle(photograph, FolderWatcher.quietOfFound)
    }
    if failure.isOfTheMachine {
      tell(.postponed(.file(photograph), failure, seconds: Self.patience / .seconds(1)))
      return settle(photograph, Self.patience)
    }
    refuse(photograph, failure)
  }

  private func attempt(_ body: () throws -> Void) {
    do {
      try body()
    } catch {
      tell(.trouble(reason: "\(error)"))
    }
  }
}

extension BatchEvent.Failure {
  /// Whether the machine is to blame, so that any other photograph would have failed too.
  fileprivate var isOfTheMachine: Bool {
    switch code {
    case .unwritable, .noSpace, .device: true
    default: isTransient
    }
  }
}
