package import StyleTransfer

/// What happens in a batch, told as it happens, one event at a time.
package enum BatchEvent: Sendable {
  case started(Job)
  /// The fraction of the picture that is computed, 0…1.
  case progress(Job, Double)
  case finished(Job, Finished)
  /// The painting is there already.
  case skipped(Job, SkipDecision.Reason)
  case failed(Job.Source, Failure)

  /// What is known of a painting once it is written.
  package struct Finished: Hashable, Sendable {
    package var width: Int
    package var height: Int
    /// Of computing alone; decoding and encoding happen beside it.
    package var seconds: Double
    /// Where it was computed.
    package var device: String
    /// How often something was tried, 1 when all went well at once.
    package var attempts = 1
    /// Of the file; nil when the painting went to standard output.
    package var byteCount: Int?
    /// XXH64 of the file, sixteen hexadecimal digits.
    package var hash: String?

    package var pixels: Int { width * height }

    package init(
      width: Int, height: Int, seconds: Double, device: String, attempts: Int = 1,
      byteCount: Int? = nil, hash: String? = nil
    ) {
      (self.width, self.height, self.seconds, self.device) = (width, height, seconds, device)
      (self.attempts, self.byteCount, self.hash) = (attempts, byteCount, hash)
    }
  }

  /// Why a picture is not painted.
  package struct Failure: Error, Hashable {
    package var code: FailureCode
    /// One line that names the file, what was found and what was expected.
    package var reason: String
    package var attempts = 1
    /// What was thrown; nil where a failure was put together otherwise. Not compared.
    package internal(set) var error: (any Error)?

    package static func == (a: Failure, b: Failure) -> Bool {
      (a.code, a.reason, a.attempts) == (b.code, b.reason, b.attempts)
    }

    package func hash(into hasher: inout Hasher) {
      hasher.combine(code)
      hasher.combine(reason)
      hasher.combine(attempts)
    }
    /// Whether the same may go well a moment later, without anybody doing something about it.
    package var isTransient = false

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
package struct BatchSummary: Hashable, Sendable {
  package var finished = 0
  package var skipped = 0
  package var failed = 0
  /// Those of `failed` that a device is to blame for.
  package var failedDevice = 0
  /// Pixels painted.
  package var pixels = 0
  /// Of the whole batch.
  package var seconds = 0.0
  /// Whether it was stopped before all jobs had their turn.
  package var interrupted = false
  /// Whether it ended before all jobs had their turn because the disk is full.
  package var diskIsFull = false

  package init() {}

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
