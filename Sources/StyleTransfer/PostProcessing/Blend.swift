internal import ImageIO

/// Lays the result over the original with a weight that depends on the strength.
///
/// At strength 0 the network returns the original, except for some fine grain that it loses. Towards 0 the result
/// therefore fades into the original itself, which is all that is left at 0.
struct Blend: Hashable, RowStep {
  /// The lowest strength at which the result covers the original completely.
  static let fullStrength = 0.2
  static let none = Blend(strength: 0)
  static let full = Blend(strength: fullStrength)

  /// The weight of the result: 0 is the original alone, `scale` the result alone.
  private let weight: UInt32
  private static let scale: UInt32 = 1 << 12

  /// - Parameter strength: the strength of the style, 0 or more.
  init(strength: Double) {
    weight = UInt32((min(strength / Self.fullStrength, 1) * Double(Self.scale)).rounded(.up))
  }

  /// Mixes encoded values, not linear light.
  func apply(to rows: ImageRows, _ images: StepImages) -> ImageRows {
    rows.combined(with: images.original) { [depth = rows.depth] in
      switch depth {
      case .eight: mix($0, $1, UInt8.self)
      case .sixteen: mix($0, $1, UInt16.self)
      }
    }
  }

  @inline(__always)
  private func mix<Value: FixedWidthInteger & UnsignedInteger>(
    _ result: UnsafeMutableRawBufferPointer, _ original: UnsafeRawBufferPointer, _: Value.Type
  ) {
    let result = result.assumingMemoryBound(to: Value.self)
    let original = original.assumingMemoryBound(to: Value.self)
    for index in result.indices {
      let sum =
        UInt32(result[index]) * weight + UInt32(original[index]) * (Self.scale - weight)
      result[index] = Value(truncatingIfNeeded: (sum + Self.scale / 2) / Self.scale)
    }
  }
}
