/// One channel of eight pixels.
typealias EightValues = SIMD8<Float>

/// Eight colours in the perceptual space Oklab (Björn Ottosson, "A perceptual color space for image
/// processing", 2020): L is lightness 0…1, a and b are the two directions of colour.
struct Oklab {
  var lightness: EightValues
  var a: EightValues
  var b: EightValues

  /// - Parameter rgb: linear sRGB, 0…1.
  @inline(__always)
  init(_ rgb: LinearRGB) {
    let cones = Self.roots(of: rgb)
    lightness = Self.lightness(cones)
    a = 1.977_998_495_1 * cones.l - 2.428_592_205 * cones.m + 0.450_593_709_9 * cones.s
    b = 0.025_904_037_1 * cones.l + 0.782_771_766_2 * cones.m - 0.808_675_766 * cones.s
  }

  /// The lightness alone.
  @inline(__always)
  static func lightness(of rgb: LinearRGB) -> EightValues { lightness(roots(of: rgb)) }

  /// These colours in linear sRGB. A colour outside the gamut is moved straight towards the grey of
  /// its lightness until it is inside, so that neither hue nor lightness changes.
  @inline(__always)
  var shownRGB: LinearRGB {
    let shown = linearRGB(chroma: EightValues(repeating: 1))
    guard any(shown.isOutside) else { return shown }
    // Bisection: after seven steps the lost chroma is less than a step of 8 bits.
    var inside = EightValues.zero
    var step: Float = 0.5
    for _ in 0..<7 {
      let tried = inside + step
      inside.replace(with: tried, where: .!linearRGB(chroma: tried).isOutside)
      step *= 0.5
    }
    return linearRGB(chroma: inside.replacing(with: 1, where: .!shown.isOutside))
  }

  @inline(__always)
  private func linearRGB(chroma: EightValues) -> LinearRGB {
    let (a, b) = (a * chroma, b * chroma)
    let l = lightness + 0.396_337_777_4 * a + 0.215_803_757_3 * b
    let m = lightness - 0.105_561_345_8 * a - 0.063_854_172_8 * b
    let s = lightness - 0.089_484_177_5 * a - 1.291_485_548 * b
    let (l3, m3, s3) = (l * l * l, m * m * m, s * s * s)
    return LinearRGB(
      red: 4.076_741_662_1 * l3 - 3.307_711_591_3 * m3 + 0.230_969_929_2 * s3,
      green: -1.268_438_004_6 * l3 + 2.609_757_401_1 * m3 - 0.341_319_396_5 * s3,
      blue: -0.004_196_086_3 * l3 - 0.703_418_614_7 * m3 + 1.707_614_701 * s3)
  }

  @inline(__always)
  private static func lightness(_ cones: (l: EightValues, m: EightValues, s: EightValues))
    -> EightValues
  {
    0.210_454_255_3 * cones.l + 0.793_617_785 * cones.m - 0.004_072_046_8 * cones.s
  }

  /// The cube roots of the responses of the eye's three kinds of cones.
  @inline(__always)
  private static func roots(of rgb: LinearRGB) -> (l: EightValues, m: EightValues, s: EightValues) {
    let (red, green, blue) = (rgb.red, rgb.green, rgb.blue)
    return (
      cubeRoot(0.412_221_470_8 * red + 0.536_332_536_3 * green + 0.051_445_992_9 * blue),
      cubeRoot(0.211_903_498_2 * red + 0.680_699_545_1 * green + 0.107_396_956_6 * blue),
      cubeRoot(0.088_302_461_9 * red + 0.281_718_837_6 * green + 0.629_978_700_5 * blue)
    )
  }

  /// The cube roots of values of 0 or more, exact to the last few bits of a float.
  ///
  /// A third of the bit pattern is a first guess, right to a few percent; each step of Halley's
  /// method cubes the relative error.
  @inline(__always)
  private static func cubeRoot(_ values: EightValues) -> EightValues {
    // Below this all is black, and the divisions stay finite.
    let x = values.bounded(below: 1e-12)
    let bits = unsafeBitCast(x, to: SIMD8<UInt32>.self)
    // bits / 3 as a sum of quarters, which vector units can do: 1/4 + 1/16 + 1/64 + …
    var third = (bits &>> 2) &+ (bits &>> 4)
    third = third &+ (third &>> 4)
    third = third &+ (third &>> 8)
    var y = unsafeBitCast(third &+ 0x2a51_37a0, to: EightValues.self)
    for _ in 0..<2 {
      let cube = y * y * y
      y *= (cube + 2 * x) / (2 * cube + x)
    }
    return y
  }
}

/// Eight colours in linear sRGB, 0…1 where a screen can show them.
package struct LinearRGB {
  var red: EightValues
  var green: EightValues
  var blue: EightValues

  @inline(__always)
  var isOutside: SIMDMask<SIMD8<Int32>> {
    // A tolerance below half a step of 8 bits keeps white and the pure colours what they are.
    let (low, high) = (EightValues(repeating: -1e-4), EightValues(repeating: 1 + 1e-4))
    let isDark = (red .< low) .| (green .< low) .| (blue .< low)
    return isDark .| (red .> high) .| (green .> high) .| (blue .> high)
  }
}

extension EightValues {
  @inline(__always)
  func bounded(below least: Float) -> EightValues {
    replacing(with: least, where: self .< EightValues(repeating: least))
  }

  @inline(__always)
  func bounded(above most: Float) -> EightValues {
    replacing(with: most, where: self .> EightValues(repeating: most))
  }
}
