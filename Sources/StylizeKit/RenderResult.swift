internal import BatchProcessing

/// The outcome of rendering one picture.
///
/// ```swift
/// if case .written(let facts) = try await stylizer.render(photo, to: result) {
///   print(facts.device, facts.byteCount ?? 0, "bytes")
/// }
/// ```
public enum RenderResult: Hashable, Sendable {
  /// The result was written.
  case written(Facts)
  /// Nothing was written, because of what is there.
  case skipped(SkipReason)

  /// The facts of a result.
  public struct Facts: Hashable, Sendable {
    /// Pixels across.
    public let width: Int
    /// Rows.
    public let height: Int
    /// The time of computing alone, in seconds; decoding and encoding happen beside it in a batch.
    public let seconds: Double
    /// The device on which it was computed.
    public let device: String
    /// How often something was tried; 1 when all went well at once.
    public let attempts: Int
    /// The size of the file in bytes.
    public let byteCount: Int?
    /// The XXH64 of the file, sixteen hexadecimal digits.
    public let hash: String?
  }

  /// The reason for which no result was written.
  public enum SkipReason: String, Hashable, Sendable, CaseIterable {
    /// The journal says that it was made of the same picture, look and options.
    case finished
    /// There is a file of that name, and nothing more is known of it.
    case exists
    /// The result was altered by somebody after it was written.
    case edited
    /// The result is of a picture that lay elsewhere and looked otherwise.
    case otherPhotograph
  }
}

extension RenderResult.Facts {
  init(_ facts: BatchProcessing.BatchEvent.Finished) {
    (width, height, seconds) = (facts.width, facts.height, facts.seconds)
    (device, attempts) = (facts.device, facts.attempts)
    (byteCount, hash) = (facts.byteCount, facts.hash)
  }
}

extension RenderResult.SkipReason {
  init(_ reason: SkipDecision.Reason) { self = Self(rawValue: reason.rawValue)! }
}

extension RenderResult {
  init(_ result: BatchProcessing.RenderResult) {
    self =
      switch result {
      case .written(let facts): .written(Facts(facts))
      case .skipped(let reason): .skipped(SkipReason(reason))
      }
  }
}
