internal import Synchronization

/// A request to end a batch: once raised, no further picture is started.
package final class CancellationToken: Sendable {
  private let raised = Atomic<Bool>(false)
  private let finishesWork: Bool

  /// - Parameter finishesWork: whether pictures that are being computed are still finished; otherwise they are dropped
  ///   cleanly.
  package init(finishesWork: Bool = false) {
    self.finishesWork = finishesWork
  }

  package var isRaised: Bool { raised.load(ordering: .relaxed) }

  var dropsWork: Bool { isRaised && !finishesWork }

  package func raise() { raised.store(true, ordering: .relaxed) }
}
