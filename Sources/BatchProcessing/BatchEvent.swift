public import StyleTransfer

/// What happens in a batch, told as it happens, one event at a time.
public enum BatchEvent: Sendable {
  case started(Job)
  /// The fraction of the picture that is computed, 0…1.
  case progress(Job, Double)
  case finished(Job, Finished)
  /// The painting is there already.
  case skipped(Job, SkipDecision.Reason)
  case failed(Job.Source, Failure)

  /// What is known of a painting once it is written.
  public struct Finished: Hashable, Sendable {
    public var width: Int
    public var height: Int
    /// Of computing alone; decoding and encoding happen beside it.
    public var seconds: Double
    /// Where it was computed.
    public var device: String
    /// How often something was tried, 1 when all went well at once.
    public var attempts = 1
    /// Of the file; nil when the painting went to standard output.
    public var byteCount: Int?
    /// XXH64 of the file, sixteen hexadecimal digits.
    public var hash: String?

    public var pixels: Int { width * height }
  }

  /// Why a picture is not painted.
  public struct Failure: Hashable, Sendable {
    public var code: FailureCode
    /// One line that names the file, what was found and what was expected.
    public var reason: String
    public var attempts = 1
    /// What was thrown; nil where a failure was put together otherwise. Not compared.
    public internal(set) var error: (any Error)?

    public static func == (a: Failure, b: Failure) -> Bool {
      (a.code, a.reason, a.attempts) == (b.code, b.reason, b.attempts)
    }

    public func hash(into hasher: inout Hasher) {
      hasher.combine(code)
      hasher.combine(reason)
      hasher.combine(attempts)
    }
    /// Whether the same may go well a moment later, without anybody doing something about it.
    public var isTransient = false

    package init(
      code: FailureCode, reason: String, attempts: Int = 1, error: (any Error)? = nil,
      isTransient: Bool = false
    ) {
      self.code = code
      self.reason = reason
      self.attempts = attempts
      self.error = error
      self.isTransient = isTransient
    }
  }
}

/// How a batch ended.
public struct BatchSummary: Hashable, Sendable {
  public var finished = 0
  public var skipped = 0
  public var failed = 0
  /// Those of `failed` that a device is to blame for.
  public var failedDevice = 0
  /// Pixels painted.
  public var pixels = 0
  /// Of the whole batch.
  public var seconds = 0.0
  /// Whether it was stopped before all jobs had their turn.
  public var interrupted = false
  /// Whether it ended before all jobs had their turn because the disk is full.
  public var diskIsFull = false

  public init() {}

  package mutating func count(_ event: BatchEvent) {
    switch event {
    case .started, .progress: break
    case .finished(_, let facts):
      finished += 1
      pixels += facts.pixels
    case .skipped: skipped += 1
    case .failed(_, let failure):
      failed += 1
      if failure.code == .device { failedDevice += 1 }
    }
  }
}
