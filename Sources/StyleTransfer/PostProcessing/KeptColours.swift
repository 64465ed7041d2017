internal import ImageIO

/// Gives the result the colours of the original; light and dark stay the result's.
struct KeptColours: RowStep {
  func apply(to rows: ImageRows, _ images: StepImages) -> ImageRows {
    rows.combined(with: images.original) { [depth = rows.depth] in
      Self.apply(to: $0, of: $1, depth: depth)
    }
  }

  /// Gives the pixels of a painting the photograph's colours: Oklab's a and b are the photograph's, L stays the
  /// painting's.
  ///
  /// - Parameters:
  ///   - painting: R, G, B interleaved; changed in place.
  ///   - photograph: as many values, of the same depth.
  static func apply(
    to painting: UnsafeMutableRawBufferPointer, of photograph: UnsafeRawBufferPointer,
    depth: BitDepth
  ) {
    switch depth {
    case .eight:
      apply(
        to: painting.assumingMemoryBound(to: UInt8.self),
        of: photograph.assumingMemoryBound(to: UInt8.self), curve: .eight)
    case .sixteen:
      apply(
        to: painting.assumingMemoryBound(to: UInt16.self),
        of: photograph.assumingMemoryBound(to: UInt16.self), curve: .sixteen)
    }
  }

  @inline(__always)
  private static func apply<Value: FixedWidthInteger & UnsignedInteger & Sendable>(
    to painting: UnsafeMutableBufferPointer<Value>, of photograph: UnsafeBufferPointer<Value>,
    curve: SRGBCurve
  ) {
    guard let target = painting.baseAddress, let source = photograph.baseAddress else { return }
    let pixels = painting.count / 3
    curve.linear.withUnsafeBufferPointer { linear in
      curve.encoded.withUnsafeBufferPointer { encoded in
        let light = Light(
          linear: linear.baseAddress!, encoded: encoded.baseAddress!, fullScale: curve.fullScale)
        for first in stride(from: 0, to: pixels, by: EightValues.scalarCount) {
          let count = min(EightValues.scalarCount, pixels - first)
          var colour = Oklab(light.read(source + first * 3, count))
          colour.lightness = Oklab.lightness(of: light.read(target + first * 3, count))
          light.write(colour.shownRGB, to: target + first * 3, count)
        }
      }
    }
  }
}

/// The conversion between encoded values and linear light, eight pixels at a time.
private struct Light {
  let linear: UnsafePointer<Float>
  let encoded: UnsafePointer<SIMD2<Float>>
  let fullScale: Float

  @inline(__always)
  func read<Value: FixedWidthInteger & UnsignedInteger>(
    _ values: UnsafePointer<Value>, _ count: Int
  ) -> LinearRGB {
    var colours = LinearRGB(red: .zero, green: .zero, blue: .zero)
    for pixel in 0..<count {
      colours.red[pixel] = linear[Int(values[pixel * 3])]
      colours.green[pixel] = linear[Int(values[pixel * 3 + 1])]
      colours.blue[pixel] = linear[Int(values[pixel * 3 + 2])]
    }
    return colours
  }

  @inline(__always)
  func write<Value: FixedWidthInteger & UnsignedInteger>(
    _ colours: LinearRGB, to values: UnsafeMutablePointer<Value>, _ count: Int
  ) {
    let red = encode(colours.red)
    let green = encode(colours.green)
    let blue = encode(colours.blue)
    for pixel in 0..<count {
      values[pixel * 3] = Value(truncatingIfNeeded: red[pixel])
      values[pixel * 3 + 1] = Value(truncatingIfNeeded: green[pixel])
      values[pixel * 3 + 2] = Value(truncatingIfNeeded: blue[pixel])
    }
  }

  @inline(__always)
  private func encode(_ light: EightValues) -> SIMD8<UInt32> {
    let position =
      light.bounded(below: 0).bounded(above: 1).squareRoot() * Float(SRGBCurve.steps)
    let nearest = Self.wholeNumbers(position)
    let offset = position - (unsafeBitCast(nearest, to: EightValues.self) - Self.two23)
    var values = EightValues.zero
    for pixel in 0..<EightValues.scalarCount {
      let node = encoded[Int(nearest[pixel] & Self.mantissa)]
      values[pixel] = node.x + node.y * offset[pixel]
    }
    return Self.wholeNumbers(values.bounded(below: 0).bounded(above: fullScale)) & Self.mantissa
  }

  /// Rounds to whole numbers, which end up in the mantissa: adding 2²³ leaves a value's nearest whole number in the
  /// lowest bits, a conversion that costs nothing.
  @inline(__always)
  private static func wholeNumbers(_ values: EightValues) -> SIMD8<UInt32> {
    unsafeBitCast(values + two23, to: SIMD8<UInt32>.self)
  }

  private static var two23: Float { 8_388_608 }
  private static var mantissa: UInt32 { 0x7f_ffff }
}
