internal import Foundation

/// The curve of sRGB (IEC 61966-2-1) as tables, for pictures of 8 and 16 bits.
struct SRGBCurve: Sendable {
  static let eight = SRGBCurve(fullScale: 255)
  static let sixteen = SRGBCurve(fullScale: 65535)

  /// The linear light of each encoded value.
  let linear: [Float]
  /// The encoded value and its slope at `(index / steps)²` of linear light: over the square root of light the curve is
  /// almost straight. The error is below a hundredth of a 16-bit step, except for the bend near black, where it is a
  /// fifth.
  let encoded: [SIMD2<Float>]
  let fullScale: Float

  static let steps = 4096

  private init(fullScale: Int) {
    let scale = Double(fullScale)
    self.fullScale = Float(scale)
    linear = (0...fullScale).map { value in
      let part = Double(value) / scale
      return Float(part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4))
    }
    let curve = (0...Self.steps + 1).map { index in
      let light = pow(Double(index) / Double(Self.steps), 2)
      return scale * (light <= 0.003_130_8 ? light * 12.92 : 1.055 * pow(light, 1 / 2.4) - 0.055)
    }
    encoded = (0...Self.steps).map { index in
      let slope = index == 0 ? 0 : (curve[index + 1] - curve[index - 1]) / 2
      return SIMD2(Float(curve[index]), Float(slope))
    }
  }
}
