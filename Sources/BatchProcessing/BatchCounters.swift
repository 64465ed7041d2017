internal import Synchronization

/// Counts the events of a batch and lets them through one at a time.
final class BatchCounters: Sendable {
  private let state = Mutex(BatchSummary())

  var summary: BatchSummary { state.withLock { $0 } }

  func count(_ event: BatchEvent, then tell: () -> Void) {
    state.withLock {
      $0.count(event)
      tell()
    }
  }
}

/// A warning that is given only the first time.
final class WarnOnce: Sendable {
  private let said = Atomic<Bool>(false)
  private let say: @Sendable (String) -> Void

  init(_ say: @escaping @Sendable (String) -> Void) { self.say = say }

  func tell(_ text: String) {
    if !said.exchange(true, ordering: .relaxed) { say(text) }
  }
}
