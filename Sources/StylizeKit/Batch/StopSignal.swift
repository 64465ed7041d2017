internal import Synchronization

/// Asks a batch to end: the picture in work is dropped cleanly, no further one is begun.
public final class StopSignal: Sendable {
  private let raised = Atomic<Bool>(false)

  public init() {}

  public var isRaised: Bool { raised.load(ordering: .relaxed) }

  public func raise() { raised.store(true, ordering: .relaxed) }
}
