import Foundation
import ImageIO

/// Oklab by its definition (Björn Ottosson, 2020), one pixel at a time in double precision.
struct ReferenceOklab {
  var lightness: Double
  var a: Double
  var b: Double

  init(lightness: Double, a: Double, b: Double) {
    (self.lightness, self.a, self.b) = (lightness, a, b)
  }

  /// - Parameter encoded: sRGB, 0…1.
  init(_ encoded: (Double, Double, Double)) {
    func light(_ value: Double) -> Double {
      value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
    let (r, g, b) = (light(encoded.0), light(encoded.1), light(encoded.2))
    let l = cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
    let m = cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
    let s = cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
    lightness = 0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s
    a = 1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s
    self.b = 0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s
  }

  /// Whether a screen can show it, by a margin.
  var isShown: Bool {
    let l = pow(lightness + 0.3963377774 * a + 0.2158037573 * b, 3)
    let m = pow(lightness - 0.1055613458 * a - 0.0638541728 * b, 3)
    let s = pow(lightness - 0.0894841775 * a - 1.2914855480 * b, 3)
    return [
      4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
      -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
      -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s,
    ].allSatisfy { (0.0...1).contains($0) }
  }

  var chroma: Double { (a * a + b * b).squareRoot() }

  static func pixels(of picture: Picture) -> [ReferenceOklab] {
    let scale = picture.depth == .eight ? 255.0 : 65535.0
    return (0..<picture.width * picture.height).map { pixel in
      func value(_ channel: Int) -> Double { Double(picture.values[pixel * 3 + channel]) / scale }
      return ReferenceOklab((value(0), value(1), value(2)))
    }
  }
}
