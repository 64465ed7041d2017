package import StyleTransfer

/// An event of a batch, reported as it happens, one at a time.
package enum BatchEvent: Sendable {
  case started(Job)
  /// The fraction of the picture that is computed, 0…1.
  case progress(Job, Double)
  case finished(Job, Finished)
  /// The result exists already, or may not be replaced.
  case skipped(Job, SkipDecision.Reason)
  case failed(Job.Source, Failure)

  /// The facts of a result that has been written.
  package struct Finished: Hashable, Sendable {
    package var width: Int
    package var height: Int
    /// The time of computing alone, in seconds; decoding and encoding run concurrently and don't
    /// count.
    package var seconds: Double
    /// The name of the device on which the result was computed.
    package var device: String
    /// The number of tries, 1 when all went well at once.
    package var attempts = 1
    /// The size of the file in bytes; nil when the result went to standard output.
    package var byteCount: Int?
    /// The XXH64 hash of the file, in sixteen hexadecimal digits; nil where there is no file.
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

  /// The reason why a picture was not rendered.
  package struct Failure: Error, Hashable {
    package var code: FailureCode
    /// A line of text that names the file, what was found and what was expected.
    package var reason: String
    package var attempts = 1
    /// The error that was thrown; nil where the failure was created without one. Ignored in
    /// comparisons.
    package internal(set) var error: (any Error)?

    package static func == (a: Failure, b: Failure) -> Bool {
      (a.code, a.reason, a.attempts) == (b.code, b.reason, b.attempts)
    }

    package func hash(into hasher: inout Hasher) {
      hasher.combine(code)
      hasher.combine(reason)
      hasher.combine(attempts)
    }
    /// Whether another try may succeed a moment later without any intervention.
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

/// The summary of a batch.
package struct BatchSummary: Hashable, Sendable {
  package var finished = 0
  package var skipped = 0
  package var failed = 0
  /// The number of failures, among `failed`, that a device is to blame for.
  package var failedDevice = 0
  /// The total pixel count of the finished results.
  package var pixels = 0
  /// The duration of the whole batch, in seconds.
  package var seconds = 0.0
  /// Whether the batch was asked to stop before all jobs had their turn.
  package var interrupted = false
  /// Whether the batch ended before all jobs had their turn because the disk is full.
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
