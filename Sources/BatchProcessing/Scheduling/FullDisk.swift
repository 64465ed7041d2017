internal import Synchronization

/// Whether the disk that paintings go to was found to be full: then nothing more is computed for it.
final class FullDisk: Sendable {
  private let found = Atomic<Bool>(false)
  /// Whether a batch ends when the disk is full.
  private let ends: Bool

  init(endsBatch ends: Bool) { self.ends = ends }

  var endsBatch: Bool { found.load(ordering: .relaxed) }

  /// Takes notice of what went wrong while a painting was written.
  ///
  /// - Returns: whether the batch ends already because of another painting, so that this one need not be
  ///   told of.
  func notes(_ failure: BatchEvent.Failure) -> Bool {
    guard ends, failure.code == .noSpace else { return false }
    return found.exchange(true, ordering: .relaxed)
  }
}
