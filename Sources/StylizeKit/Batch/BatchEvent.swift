/// What happens in a batch, told as it happens, one event at a time.
public enum BatchEvent: Sendable {
  case started(Job)
  /// The fraction of the picture that is computed, 0…1.
  case progress(Job, Double)
  case finished(Job, Finished)
  /// The painting is there already.
  case skipped(Job)
  /// One line that names the file, what was found and what was expected.
  case failed(Job.Source, reason: String)

  /// What is known of a painting once it is written.
  public struct Finished: Hashable, Sendable {
    public var width: Int
    public var height: Int
    /// Of computing alone; decoding and encoding happen beside it.
    public var seconds: Double

    public var pixels: Int { width * height }
  }
}

/// How a batch ended.
public struct BatchSummary: Hashable, Sendable {
  public var finished = 0
  public var skipped = 0
  public var failed = 0
  /// Whether it was stopped before all jobs had their turn.
  public var interrupted = false

  public init() {}

  mutating func count(_ event: BatchEvent) {
    switch event {
    case .started, .progress: break
    case .finished: finished += 1
    case .skipped: skipped += 1
    case .failed: failed += 1
    }
  }
}
