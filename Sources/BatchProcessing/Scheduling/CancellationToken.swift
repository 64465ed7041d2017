internal import Synchronization

/// Asks a batch to end: no further picture is begun.
public final class CancellationToken: Sendable {
  private let raised = Atomic<Bool>(false)
  private let finishesWork: Bool

  /// - Parameter finishesWork: whether pictures that are being computed are finished; otherwise they are
  ///   dropped cleanly.
  public init(finishesWork: Bool = false) {
    self.finishesWork = finishesWork
  }

  public var isRaised: Bool { raised.load(ordering: .relaxed) }

  var dropsWork: Bool { isRaised && !finishesWork }

  public func raise() { raised.store(true, ordering: .relaxed) }
}
