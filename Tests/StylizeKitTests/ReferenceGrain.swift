import Foundation
import ImageIO

/// Grain by its definition, one pixel at a time in double precision.
enum ReferenceGrain {
  static let cells = [1, 2, 4, 8, 16]

  static func latticeValue(octave: Int, row: Int, column: Int) -> Double {
    let point =
      UInt64(UInt32(bitPattern: Int32(row))) * 0x1_0000_0000
      + UInt64(UInt32(bitPattern: Int32(column)))
    var hash = point &* 0x9E37_79B9_7F4A_7C15 &+ UInt64(octave + 1) &* 0xD1B5_4A32_D192_ED03
    hash = (hash ^ (hash >> 30)) &* 0xBF58_476D_1CE4_E5B9
    hash = (hash ^ (hash >> 27)) &* 0x94D0_49BB_1331_11EB
    hash = hash ^ (hash >> 31)
    let bytes = (0..<8).map { Double(hash >> (8 * $0) & 255) }
    return (bytes.reduce(0, +) - 1020) / sqrt(8 * (256 * 256 - 1) / 12.0)
  }

  /// Catmull and Rom's kernel at a distance, by Keys (1981) with a = −1/2.
  static func kernel(_ distance: Double) -> Double {
    let x = abs(distance)
    return x < 1
      ? 1.5 * x * x * x - 2.5 * x * x + 1 : x < 2 ? -0.5 * x * x * x + 2.5 * x * x - 4 * x + 2 : 0
  }

  /// The correlation of an octave's values that are `lag` pixels apart in a row, times its variance.
  static func covariance(cell: Int, lag: Int) -> Double {
    guard cell > 1 else { return lag == 0 ? 1 : 0 }
    func along(_ lag: Int) -> Double {
      (0..<cell).map { pixel in
        (-4...lag / cell + 6).reduce(0.0) { sum, point in
          let here = (Double(pixel) + 0.5) / Double(cell) - Double(point)
          return sum + kernel(here) * kernel(here + Double(lag) / Double(cell))
        }
      }.reduce(0, +) / Double(cell)
    }
    return along(lag) * along(0)
  }

  static func noise(x: Int, y: Int) -> Double {
    let octaves = cells.enumerated().map { octave, cell -> Double in
      guard cell > 1 else { return latticeValue(octave: octave, row: y, column: x) }
      let (across, down) = (
        (Double(x) + 0.5) / Double(cell) - 0.5, (Double(y) + 0.5) / Double(cell) - 0.5
      )
      var sum = 0.0
      for row in Int(floor(down)) - 1...Int(floor(down)) + 2 {
        for column in Int(floor(across)) - 1...Int(floor(across)) + 2 {
          sum +=
            kernel(down - Double(row)) * kernel(across - Double(column))
            * latticeValue(octave: octave, row: row, column: column)
        }
      }
      return sum / sqrt(covariance(cell: cell, lag: 0))
    }
    return octaves.reduce(0, +) / sqrt(5)
  }

  /// The variance of the luma around a pixel, in squared 8-bit levels.
  static func variance(of picture: Picture, x: Int, y: Int) -> Double {
    let levels = picture.depth == .eight ? 1.0 : 257.0
    var lumas: [Double] = []
    for row in max(0, y - 4)...min(picture.height - 1, y + 4) {
      for column in max(0, x - 4)...min(picture.width - 1, x + 4) {
        let pixel = (row * picture.width + column) * 3
        let (red, green, blue) = (
          Double(picture.values[pixel]), Double(picture.values[pixel + 1]),
          Double(picture.values[pixel + 2])
        )
        // In sixteenths, as grain measures it.
        let luma = (54 * red + 183 * green + 19 * blue) / 256 / levels
        lumas.append((luma * 16).rounded() / 16)
      }
    }
    let mean = lumas.reduce(0, +) / Double(lumas.count)
    return lumas.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(lumas.count)
  }

  /// A pixel's values before they are rounded and bounded, in 8-bit levels.
  static func values(of picture: Picture, x: Int, y: Int, level: Double) -> [Double] {
    let levels = picture.depth == .eight ? 1.0 : 257.0
    let change = level / (1 + variance(of: picture, x: x, y: y) / 36) * noise(x: x, y: y)
    return (0..<3).map {
      Double(picture.values[(y * picture.width + x) * 3 + $0]) / levels + change
    }
  }
}
