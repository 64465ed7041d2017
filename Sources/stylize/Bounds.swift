import ArgumentParser
import ContactSheets
import ImageIO
import StyleLibrary
import StyleTransfer

/// The valid numbers of an option; this one declaration serves parsing, the help and the error.
struct Bounds<Number: Comparable & LosslessStringConvertible & Sendable>: Sendable {
  let range: ClosedRange<Number>
  /// The word for what the numbers count, for the error: "expected 1 to 64 jobs".
  let noun: String

  init(_ range: ClosedRange<Number>, _ noun: String) {
    (self.range, self.noun) = (range, noun)
  }

  /// - Throws: `ValidationError` that names the bounds.
  @Sendable func parse(_ text: String) throws -> Number {
    // NaN is in no range.
    guard let number = Number(text), range.contains(number) else {
      throw ValidationError("Found '\(text)', expected \(self) \(noun).")
    }
    return number
  }
}

extension Bounds: CustomStringConvertible {
  /// The bounds as text, `1 to 64`.
  var description: String { "\(Self.text(range.lowerBound)) to \(Self.text(range.upperBound))" }

  /// The text of a number, without a fraction where it is whole.
  private static func text(_ number: Number) -> String {
    let text = "\(number)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}

/// The bounds of all numbers on the command line. Sizes and times have theirs in ``ByteSize`` and ``TimeLimit``,
/// strokes and shards in StylizeKit.
enum Limits {
  static let quality = Bounds(1...100, "of quality")
  static let tile = Bounds(0...65_536, "pixels")
  /// The numbers of threads. The limit exceeds the processors of any machine, and each thread takes memory of its own.
  static let threads = Bounds(1...1024, "threads")
  /// The numbers of pixels; libvips limits each side to ten million.
  static let maxPixels = Bounds(1...100_000_000_000_000, "pixels")
  static let jobs = Bounds(1...64, "jobs")
  static let retries = Bounds(0...1000, "retries")
  static let nice = Bounds(0...19, "of niceness")
  static let strength = Bounds(Catalog.strengths, "of strength")
  static let detail = Bounds(0.0...1, "of detail")
  static let grain = Bounds(StyleSettings.grains, "of grain")
  static let previewSide = Bounds(SheetRequest.cellSides, "pixels")
  /// The years of paintings, from the first cave paintings on.
  static let year = Bounds(-100_000...9999, "as a year")
  static let tuningSeconds = Bounds(0.001...86_400, "seconds")
  static let decodeSeconds = Bounds(0.0...86_400, "seconds")
}

extension BitDepth {
  /// Parses the number of bits per channel.
  @Sendable static func parse(_ text: String) throws -> BitDepth {
    guard let depth = Int(text).flatMap(BitDepth.init) else {
      throw ValidationError("Found '\(text)', expected 8 or 16 bits.")
    }
    return depth
  }
}
