internal import Synchronization

/// The state of the output disk: once it was found full, nothing more is computed for it.
final class FullDisk: Sendable {
  private let found = Atomic<Bool>(false)
  /// Whether a full disk ends the batch.
  private let ends: Bool

  init(endsBatch ends: Bool) { self.ends = ends }

  var endsBatch: Bool { found.load(ordering: .relaxed) }

  /// Notes a failure of writing a result.
  ///
  /// - Returns: whether the batch is ending already because of another result, so that this one need not be reported.
  func notes(_ failure: BatchEvent.Failure) -> Bool {
    guard ends, failure.code == .noSpace else { return false }
    return found.exchange(true, ordering: .relaxed)
  }
}
