internal import Networks

/// Relates a small painting (the network's output) to the full photograph: for every pixel of the painting, how
/// strongly the painting follows the photograph's brightness around it.
///
/// In a window around a pixel, each colour of the painting P is modelled as a straight line over the photograph's luma
/// I, `P ≈ gain · I + base` (the guided filter of He, Sun and Tang, 2010). Gain and base are enlarged instead of the
/// painting, and applied to the full photograph's luma (as in He and Sun, "Fast Guided Filter", 2015). So edges that
/// the network followed become sharp again, with the painting's own contrast; where strokes have nothing to do with the
/// photograph, the gain is small and they stay smooth. At the painting's own size the result is the painting itself.
final class GuidedUpsampling: @unchecked Sendable {
  private let painting: ImageRows
  private let photograph: ImageRows
  private let amount: Float
  private let width: Int
  // Rows are asked for in order and never twice at once.
  private var window: [Row] = []
  private var next = 0

  /// The number of values per pixel: three gains and three bases, 16 bits each.
  static let bands = 6
  static let gainRange: Float = 2
  /// Bases lie between minus the largest gain and 1.
  static let baseRange: Float = 3

  private static let radius = 2
  /// The variance, (5 of 255)², that the photograph's luma in a window must be well above before it counts as structure
  /// and not as noise.
  private static let noise: Float = 4.6e-4

  /// One row of both pictures, 0…1: luma, and the painting's channels one after the other.
  fileprivate struct Row {
    var luma: [Float]
    var channels: [Float]
  }

  /// - Parameters:
  ///   - painting: the network's output, at its working size.
  ///   - photograph: the photograph, shrunk to the same size.
  ///   - amount: the factor of all gains, 0…1.
  init(painting: ImageRows, photograph: ImageRows, amount: Double) {
    self.painting = painting
    self.photograph = photograph.converted(to: painting.depth)
    self.amount = Float(amount)
    width = painting.size.width
  }

  /// Fills `rows.count · width` pixels of ``bands`` 16-bit values.
  func read(_ rows: Range<Int>, into bytes: UnsafeMutableRawBufferPointer) throws {
    let values = bytes.assumingMemoryBound(to: UInt16.self)
    for row in rows {
      try fillWindow(around: row)
      let start = (row - rows.lowerBound) * width * Self.bands
      fit(row, into: UnsafeMutableBufferPointer(rebasing: values[start...]))
    }
  }

  /// Keeps the rows that lie within the radius and are in the picture.
  private func fillWindow(around row: Int) throws {
    let height = painting.size.height
    while next < min(row + Self.radius + 1, height) {
      window.append(try Row(painting, photograph, row: next))
      next += 1
    }
    let first = next - window.count
    window.removeFirst(max(0, row - Self.radius - first))
  }

  private func fit(_ row: Int, into values: UnsafeMutableBufferPointer<UInt16>) {
    let centre = window[row - (next - window.count)]
    let luma = columnSums { row, x in row.luma[x] }
    let squares = columnSums { row, x in row.luma[x] * row.luma[x] }
    for channel in 0..<3 {
      let offset = channel * width
      let painted = columnSums { row, x in row.channels[offset + x] }
      let products = columnSums { row, x in row.channels[offset + x] * row.luma[x] }
      for x in 0..<width {
        let columns = max(0, x - Self.radius)...min(width - 1, x + Self.radius)
        let share = 1 / Float(columns.count * window.count)
        var (i, ii, p, pi) = (Float(0), Float(0), Float(0), Float(0))
        for column in columns {
          i += luma[column]
          ii += squares[column]
          p += painted[column]
          pi += products[column]
        }
        let variance = max(0, ii * share - i * share * (i * share))
        let covariance = pi * share - p * share * (i * share)
        let slope = covariance / (variance + Self.noise)
        let gain = amount * min(max(slope, 0), Self.gainRange)
        let base = centre.channels[offset + x] - gain * centre.luma[x]
        values[x * Self.bands + channel] = Self.encode(gain / Self.gainRange)
        values[x * Self.bands + 3 + channel] = Self.encode((base + Self.gainRange) / Self.baseRange)
      }
    }
  }

  /// The sum of each column of the window.
  @inline(__always)
  private func columnSums(_ value: (Row, Int) -> Float) -> [Float] {
    var sums = [Float](repeating: 0, count: width)
    for row in window {
      for x in 0..<width { sums[x] += value(row, x) }
    }
    return sums
  }

  private static func encode(_ part: Float) -> UInt16 {
    UInt16(min(max(part, 0), 1) * 65535 + 0.5)
  }
}

extension GuidedUpsampling.Row {
  init(_ painting: ImageRows, _ photograph: ImageRows, row: Int) throws {
    let width = painting.size.width
    luma = [Float](repeating: 0, count: width)
    channels = [Float](repeating: 0, count: 3 * width)
    try photograph.withRows(row..<row + 1) { bytes in
      let values = ImageValues(bytes, depth: photograph.depth)
      for x in 0..<width { luma[x] = values.luma(x) }
    }
    try painting.withRows(row..<row + 1) { bytes in
      let values = ImageValues(bytes, depth: painting.depth)
      for x in 0..<width {
        for channel in 0..<3 { channels[channel * width + x] = values[x * 3 + channel] }
      }
    }
  }
}
