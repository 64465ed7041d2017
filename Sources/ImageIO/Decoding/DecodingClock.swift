internal import CVips

/// A clock for the time that decoding one picture takes and may take. It runs only while a decoder works, not while the
/// picture waits for memory or for its turn.
final class DecodingClock: @unchecked Sendable {
  // A picture is read by one thread at a time.
  /// The time that decoding may take, in seconds; nil for no limit.
  private(set) var limit: Double?
  private var spent = 0.0
  private let limits: ImageLimits
  private let fileBytes: Int

  /// - Parameter fileBytes: the size of the compressed picture, in bytes.
  init(_ limits: ImageLimits, fileBytes: Int) {
    (self.limits, self.fileBytes) = (limits, fileBytes)
    limit = limits.decodingSeconds(pixels: 0, fileBytes: fileBytes)
  }

  /// Adapts the limit to the number of pixels, once the header is known.
  func allow(pixels: Int) { limit = limits.decodingSeconds(pixels: pixels, fileBytes: fileBytes) }

  /// The time left, in seconds; nil where there is no limit.
  var left: Double? { limit.map { max($0 - spent, 0) } }

  var isOver: Bool { left.map { $0 <= 0 } ?? false }

  func run<Result>(_ work: (_ deadline: ContinuousClock.Instant?) throws -> Result) rethrows
    -> Result
  {
    let start = ContinuousClock.now
    defer { spent += (ContinuousClock.now - start) / .seconds(1) }
    return try work(left.map { start + .seconds(min($0, 1e9)) })
  }
}

extension ImageLimits {
  /// The time that decoding a picture may take, in seconds; nil for as long as it likes.
  func decodingSeconds(pixels: Int, fileBytes: Int) -> Double? {
    if let decodeSeconds { return decodeSeconds > 0 ? decodeSeconds : nil }
    return 60 + Double(pixels) / 1e6 + Double(fileBytes) / 1e6
  }
}
