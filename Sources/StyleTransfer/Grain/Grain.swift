package import ImageIO
internal import Networks

/// The noise that is added to a photograph, at its working size, before the network sees it, so that strokes have
/// something to grow from in skies and on other even surfaces.
///
/// For a pixel (x, y) whose luma has the variance v (in squared 8-bit levels) within the 9 × 9 pixels
/// around it, each channel gets
///
///     level · 1 / (1 + v / 36) · 1/√5 · Σ over the octaves c = 1, 2, 4, 8, 16: noise_c(x, y) / deviation_c
///
/// 8-bit levels. `noise_c` is a lattice of random numbers at the centres of cells of c × c pixels,
/// interpolated by Catmull and Rom's bicubic kernel (a = −1/2); `deviation_c` is its root mean square
/// over the pixels of a cell. All of it is a function of coordinates and a fixed seed: whatever strips
/// a picture is made in, the bytes are the same. Everything else (enlarging, kept colours, blending)
/// still gets the clean photograph.
package struct Grain: Hashable, Sendable {
  /// The standard deviation on an even surface, in 8-bit levels; 0 adds nothing.
  package let level: Float

  package static let none = Grain(recommended: 0)
  /// The side of each octave's cells, in pixels.
  package static let cells = [1, 2, 4, 8, 16]
  /// The reach of the window in which the photograph's own texture is measured, in pixels: 9 × 9 in all.
  package static let textureReach = 4
  /// The variance of the luma, in squared 8-bit levels, at which grain is half as strong.
  package static let textureVariance = 36

  /// - Parameters:
  ///   - recommended: the level that the style recommends, in 8-bit levels.
  ///   - factor: the factor of that level; clamped to ``StyleSettings/grains``.
  ///   - strength: the strength of the style; below 1 the grain weakens with it.
  package init(recommended: Double, factor: Double = 1, strength: Double = 1) {
    let factor = min(max(factor, StyleSettings.grains.lowerBound), StyleSettings.grains.upperBound)
    level = Float(recommended * factor * min(max(strength, 0), 1))
  }

  /// The random number of a lattice point, of mean 0 and deviation 1.
  ///
  /// It is the sum of the eight bytes of SplitMix64's output function (Steele, Lea and Flood, 2014) of
  /// octave, row and column. Such a sum is nearly normal: its distribution function is nowhere more
  /// than 0.0043 from the normal one, its kurtosis is 2.85 instead of 3, and it ends at ±4.88.
  @inline(__always)
  package static func latticeValue(octave: Int, row: Int, column: Int) -> Float {
    let point =
      UInt64(UInt32(truncatingIfNeeded: row)) << 32 | UInt64(UInt32(truncatingIfNeeded: column))
    var hash = point &* 0x9E37_79B9_7F4A_7C15 &+ UInt64(octave + 1) &* 0xD1B5_4A32_D192_ED03
    hash = (hash ^ hash >> 30) &* 0xBF58_476D_1CE4_E5B9
    hash = (hash ^ hash >> 27) &* 0x94D0_49BB_1331_11EB
    hash ^= hash >> 31
    let even: UInt64 = 0x00FF_00FF_00FF_00FF
    let pairs = (hash & even) &+ (hash >> 8 & even)
    let sum = (pairs &* 0x0001_0001_0001_0001) >> 48
    return (Float(Int32(truncatingIfNeeded: sum)) - 8 * 127.5) * inverseDeviation
  }

  /// The inverse of √(8 · (256² − 1) / 12).
  private static let inverseDeviation: Float = 1 / Float(43690).squareRoot()

  /// The weights of the four lattice points around a pixel that lies the fraction `part` of a cell past the second of
  /// them.
  package static func weights(_ part: Double) -> [Double] {
    let (square, cube) = (part * part, part * part * part)
    return [
      -0.5 * cube + square - 0.5 * part, 1.5 * cube - 2.5 * square + 1,
      -1.5 * cube + 2 * square + 0.5 * part, 0.5 * cube - 0.5 * square,
    ]
  }

  /// The root mean square of an octave after interpolation.
  static func deviation(cell: Int) -> Double {
    guard cell > 1 else { return 1 }
    let squares = (0..<cell).map { pixel in
      weights((Double(pixel) + 0.5) / Double(cell)).reduce(0) { $0 + $1 * $1 }
    }
    // Rows and columns are interpolated alike, so the variance is the square of this.
    return squares.reduce(0, +) / Double(cell)
  }

  /// The memory that adding grain takes, in bytes; independent of the picture's height.
  static func workBytes(width: Int, depth: BitDepth) -> Int {
    GrainedRows.workBytes(width: width, depth: depth)
  }

  /// The rows of a picture with grain.
  ///
  /// - Parameters:
  ///   - width: the picture's width, in pixels.
  ///   - height: the picture's height, in pixels.
  ///   - source: delivers the picture's rows from top to bottom, R, G, B interleaved.
  /// - Returns: a source of rows in the same order and layout.
  package func rows(
    width: Int, height: Int, depth: BitDepth, of source: @escaping RowSource
  ) -> RowSource {
    guard level > 0 else { return source }
    let rows = GrainedRows(self, width: width, height: height, depth: depth, source: source)
    return { try rows.read($0, into: $1) }
  }
}

extension ImageRows {
  /// This picture with grain, or unchanged where the grain is none.
  func grained(_ grain: Grain) -> ImageRows {
    ImageRows(
      size: size, depth: depth,
      read: grain.rows(width: size.width, height: size.height, depth: depth, of: read))
  }
}
