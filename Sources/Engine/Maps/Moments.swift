package import Networks

/// The mean and the biased variance of a channel.
package struct Moments: Hashable, Sendable {
  package var mean: Double
  package var variance: Double

  package init(mean: Double, variance: Double) {
    self.mean = mean
    self.variance = variance
  }

  package var isFinite: Bool { mean.isFinite && variance.isFinite }
}

/// The moments of every block of a map, or of a band of its rows.
package final class BlockMoments: @unchecked Sendable {
  package let size: Size
  package let block: Size
  package let channels: Int
  /// The rows of the map whose blocks these are.
  package let rows: Range<Int>
  /// The number of floats per block: a mean per channel, padded to whole vectors, then as many sums
  /// of squared deviations from it.
  package let stride: Int
  // Blocks are written by many threads, each its own; pooled after the backend has finished.
  private let values: UnsafeMutableBufferPointer<Float>

  /// - Parameter rows: the rows to cover, in whole blocks; nil for all rows.
  package init(of shape: Shape, block: Size, rows: Range<Int>? = nil) {
    size = shape.size
    self.block = block
    channels = shape.channels
    self.rows = rows ?? 0..<shape.height
    stride = Self.stride(channels)
    values = .allocate(capacity: Self.count(of: shape, block: block, rows: self.rows))
    values.initialize(repeating: .nan)
  }

  deinit { values.deallocate() }

  static func byteCount(of shape: Shape, block: Size, rows: Range<Int>) -> Int {
    count(of: shape, block: block, rows: rows) * MemoryLayout<Float>.size
  }

  /// The number of floats per block of a map with this number of channels.
  package static func stride(_ channels: Int) -> Int {
    let lanes = ChannelAffine.lanes
    return 2 * ((channels + lanes - 1) / lanes * lanes)
  }

  private static func count(of shape: Shape, block: Size, rows: Range<Int>) -> Int {
    let lines = (rows.count + block.height - 1) / block.height
    return lines * ((shape.width + block.width - 1) / block.width) * stride(shape.channels)
  }

  private var columns: Int { (size.width + block.width - 1) / block.width }

  /// The storage of the moments of the block with this upper left corner: ``stride`` floats.
  package func storage(row: Int, column: Int) -> UnsafeMutablePointer<Float> {
    let index = (row - rows.lowerBound) / block.height * columns + column / block.width
    return values.baseAddress! + index * stride
  }

  /// The moments of all blocks together, by channel. A block that was never written makes them NaN.
  package func pooled() -> [Moments] {
    var pool = PooledMoments(channels: channels)
    pool.add(self)
    return pool.moments
  }
}

/// The moments of a whole map, merged from those of its blocks.
///
/// Blocks are fixed to the map and merged in their order, in double precision, by the parallel
/// formula of Chan, Golub and LeVeque (1979). So the result does not depend on tiles or threads.
struct PooledMoments {
  private var means: [Double]
  private var deviations: [Double]
  private var count = 0.0

  init(channels: Int) {
    means = [Double](repeating: 0, count: channels)
    deviations = means
  }

  /// The moments of all blocks so far, by channel.
  var moments: [Moments] {
    zip(means, deviations).map { Moments(mean: $0, variance: $1 / count) }
  }

  /// Merges further blocks, which have to follow those merged before in row-major order.
  mutating func add(_ blocks: BlockMoments) {
    let (block, size) = (blocks.block, blocks.size)
    for row in stride(from: blocks.rows.lowerBound, to: blocks.rows.upperBound, by: block.height) {
      for column in stride(from: 0, to: size.width, by: block.width) {
        let height = min(block.height, size.height - row)
        let width = min(block.width, size.width - column)
        add(
          UnsafePointer(blocks.storage(row: row, column: column)), pixels: height * width,
          deviationsAt: blocks.stride / 2)
      }
    }
  }

  private mutating func add(_ part: UnsafePointer<Float>, pixels: Int, deviationsAt offset: Int) {
    let pixels = Double(pixels)
    let total = count + pixels
    for channel in means.indices {
      let difference = Double(part[channel]) - means[channel]
      means[channel] += difference * (pixels / total)
      deviations[channel] +=
        Double(part[offset + channel]) + difference * difference * (count * pixels / total)
    }
    count = total
  }
}
