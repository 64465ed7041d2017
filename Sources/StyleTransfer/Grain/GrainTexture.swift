internal import ImageIO

/// The texture of the photograph itself, measured as the variance of its luma in a window around each pixel. Rows are
/// added in order; the window is cut off at the picture's borders.
///
/// Sums are of whole numbers, so they don't depend on where a strip begins.
struct GrainTexture {
  private let width: Int
  /// Lumas of the rows in the window, by row number modulo ``rows``.
  private var lumas: [[UInt16]]
  /// The sums of lumas in each column of the window, with zeros before the first and behind the last.
  private var sums: [UInt32]
  private var squares: [UInt32]
  /// The rows in the window.
  private(set) var window = 0..<0

  /// The number of luma steps to an 8-bit level. Lumas are whole numbers of these steps, so that sums of squares fit
  /// into 32 bits.
  private static let partsOfALevel = 16
  private static let reach = Grain.textureReach
  private static let rows = 2 * reach + 1

  init(width: Int) {
    self.width = width
    lumas = Array(repeating: [UInt16](repeating: 0, count: width), count: Self.rows)
    sums = [UInt32](repeating: 0, count: width + 2 * Self.reach)
    squares = sums
  }

  static func workBytes(width: Int) -> Int { (2 * rows + 8) * width }

  /// Adds the next row, and removes the first one when the window is full.
  ///
  /// - Parameter pixels: R, G, B interleaved.
  mutating func add(_ pixels: UnsafeRawBufferPointer, depth: BitDepth) {
    if window.count == Self.rows { removeFirst() }
    let place = window.upperBound % Self.rows
    switch depth {
    case .eight: measure(pixels, UInt8.self, into: place)
    case .sixteen: measure(pixels, UInt16.self, into: place)
    }
    lumas[place].withUnsafeBufferPointer { lumas in
      for x in 0..<width {
        let luma = UInt32(lumas[x])
        sums[x + Self.reach] &+= luma
        squares[x + Self.reach] &+= luma &* luma
      }
    }
    window = window.lowerBound..<window.upperBound + 1
  }

  /// Removes the first row from the window.
  mutating func removeFirst() {
    lumas[window.lowerBound % Self.rows].withUnsafeBufferPointer { lumas in
      for x in 0..<width {
        let luma = UInt32(lumas[x])
        sums[x + Self.reach] &-= luma
        squares[x + Self.reach] &-= luma &* luma
      }
    }
    window = window.lowerBound + 1..<window.upperBound
  }

  @inline(__always)
  private mutating func measure<Value: FixedWidthInteger & UnsignedInteger>(
    _ pixels: UnsafeRawBufferPointer, _: Value.Type, into place: Int
  ) {
    let values = pixels.assumingMemoryBound(to: Value.self)
    // Full scale is 255 levels in both depths.
    let steps = UInt32(Value.max) / 255
    lumas[place].withUnsafeMutableBufferPointer { lumas in
      for x in 0..<width {
        let (red, green, blue) = (values[3 * x], values[3 * x + 1], values[3 * x + 2])
        // The weights of Rec. ITU-R BT.709 in parts of 256.
        let luma = 54 &* UInt32(red) &+ 183 &* UInt32(green) &+ 19 &* UInt32(blue)
        lumas[x] = UInt16(truncatingIfNeeded: (luma / steps &+ 8) >> 4)
      }
    }
  }

  /// Multiplies each value by 1 / (1 + variance / ``Grain/textureVariance``), with the variance of the window around
  /// the middle row.
  func weaken(_ values: inout [Float]) {
    let half = Double(Grain.textureVariance * Self.partsOfALevel * Self.partsOfALevel)
    sums.withUnsafeBufferPointer { sums in
      squares.withUnsafeBufferPointer { squares in
        values.withUnsafeMutableBufferPointer { values in
          for x in 0..<width {
            var (sum, square) = (UInt32(0), UInt32(0))
            for offset in 0..<Self.rows {
              sum &+= sums[x + offset]
              square &+= squares[x + offset]
            }
            let columns = min(x, Self.reach) + min(width - 1 - x, Self.reach) + 1
            let count = Double(columns * window.count)
            // Products of whole numbers below 2⁵³ are exact.
            let deviations = count * Double(square) - Double(sum) * Double(sum)
            let even = half * count * count
            values[x] *= Float(even / (even + deviations))
          }
        }
      }
    }
  }
}
