internal import ImageIO

/// How much of the photograph a painting covers.
///
/// At strength 0 the network paints the photograph but for what it loses of fine grain. Towards 0 the
/// painting therefore fades into the photograph itself, and at 0 there is nothing else left.
struct Blend: Hashable, Sendable {
  /// The least strength at which paintings cover all of the photograph.
  static let fullStrength = 0.2
  static let none = Blend(strength: 0)

  /// 0 the photograph, `scale` the painting.
  private let weight: UInt32
  private static let scale: UInt32 = 1 << 12

  /// - Parameter strength: 0 and more.
  init(strength: Double) {
    weight = UInt32((min(strength / Self.fullStrength, 1) * Double(Self.scale)).rounded(.up))
  }

  /// Lays a painting over a photograph of its size and depth. Values are mixed as they are encoded.
  func blend(_ painting: ImageRows, over photograph: ImageRows) -> ImageRows {
    guard weight < Self.scale else { return painting }
    return painting.combined(with: photograph) { [depth = painting.depth] in
      switch depth {
      case .eight: mix($0, $1, UInt8.self)
      case .sixteen: mix($0, $1, UInt16.self)
      }
    }
  }

  @inline(__always)
  private func mix<Value: FixedWidthInteger & UnsignedInteger>(
    _ painting: UnsafeMutableRawBufferPointer, _ photograph: UnsafeRawBufferPointer, _: Value.Type
  ) {
    let painting = painting.assumingMemoryBound(to: Value.self)
    let photograph = photograph.assumingMemoryBound(to: Value.self)
    for index in painting.indices {
      let sum =
        UInt32(painting[index]) * weight + UInt32(photograph[index]) * (Self.scale - weight)
      painting[index] = Value(truncatingIfNeeded: (sum + Self.scale / 2) / Self.scale)
    }
  }
}
