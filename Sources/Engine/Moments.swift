public import Networks

/// The mean and the biased variance of a channel.
public struct Moments: Hashable, Sendable {
  public var mean: Double
  public var variance: Double

  public init(mean: Double, variance: Double) {
    self.mean = mean
    self.variance = variance
  }

  public var isFinite: Bool { mean.isFinite && variance.isFinite }
}

/// The moments of every block of a map, and how they become those of the whole map.
///
/// Blocks are fixed to the map and merged in their order, in double precision, by the parallel
/// formula of Chan, Golub and LeVeque (1979). So the result does not depend on tiles or threads.
public final class BlockMoments: @unchecked Sendable {
  public let size: Size
  public let block: Size
  public let channels: Int
  /// Floats of one block: a mean per channel, padded to whole vectors, then as many sums of squared
  /// deviations from it.
  public let stride: Int
  // Blocks are written by many threads, each its own; pooled after the backend has finished.
  private let values: UnsafeMutableBufferPointer<Float>

  public init(of shape: Shape, block: Size) {
    size = shape.size
    self.block = block
    channels = shape.channels
    let lanes = ChannelAffine.lanes
    stride = 2 * ((channels + lanes - 1) / lanes * lanes)
    let rows = (size.height + block.height - 1) / block.height
    let columns = (size.width + block.width - 1) / block.width
    values = .allocate(capacity: rows * columns * stride)
    values.initialize(repeating: .nan)
  }

  deinit { values.deallocate() }

  private var columns: Int { (size.width + block.width - 1) / block.width }

  /// Where the moments of the block with this corner are written; ``stride`` floats.
  public func storage(row: Int, column: Int) -> UnsafeMutablePointer<Float> {
    let index = row / block.height * columns + column / block.width
    return values.baseAddress! + index * stride
  }

  /// The moments of the whole map, by channel. A block that was never written makes them NaN.
  public func pooled() -> [Moments] {
    var means = [Double](repeating: 0, count: channels)
    var deviations = means
    var count = 0.0
    for row in Swift.stride(from: 0, to: size.height, by: block.height) {
      for column in Swift.stride(from: 0, to: size.width, by: block.width) {
        let height = min(block.height, size.height - row)
        let width = min(block.width, size.width - column)
        let pixels = Double(height * width)
        let total = count + pixels
        let part = storage(row: row, column: column)
        for channel in 0..<channels {
          let difference = Double(part[channel]) - means[channel]
          means[channel] += difference * (pixels / total)
          deviations[channel] +=
            Double(part[stride / 2 + channel]) + difference * difference * (count * pixels / total)
        }
        count = total
      }
    }
    return zip(means, deviations).map { Moments(mean: $0, variance: $1 / count) }
  }
}
