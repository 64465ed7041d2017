internal import Networks

/// Filters as Winograd's algorithm F(4×4, 3×3) multiplies them: `G g Gᵀ`.
struct WinogradWeights {
  private let convolution: Convolution
  private let weight: [Float]

  /// For the interpolation points 0, √2/2, −√2/2, √2, −√2 and ∞: powers of the point over the product
  /// of its differences from the other points.
  private static let g: [[Double]] = {
    let points = [0, 0.5.squareRoot(), -(0.5.squareRoot()), 2.0.squareRoot(), -(2.0.squareRoot())]
    return points.map { point in
      let product = points.filter { $0 != point }.reduce(1) { $0 * (point - $1) }
      return [1 / product, point / product, point * point / product]
    } + [[0, 0, 1]]
  }()

  init(_ convolution: Convolution, _ weight: [Float]) {
    self.convolution = convolution
    self.weight = weight
  }

  /// [36][output tile][input slice][depth][channels of the tile], padded with zeros.
  func ordered(_ tile: ChannelTile, depth: Int) -> [Float] {
    let (inputs, outputs) = (convolution.inputChannels, convolution.outputChannels)
    let slices = (inputs + depth - 1) / depth
    var ordered = [Float](repeating: 0, count: 36 * tile.count * slices * depth * tile.channels)
    for output in 0..<outputs {
      for input in 0..<inputs {
        let transformed = transformed((output * inputs + input) * 9)
        for element in 0..<36 {
          let slice = (element * tile.count + output / tile.channels) * slices + input / depth
          ordered[(slice * depth + input % depth) * tile.channels + output % tile.channels] =
            transformed[element]
        }
      }
    }
    return ordered
  }

  private func transformed(_ first: Int) -> [Float] {
    let rows = Self.g.map { row in
      (0..<3).map { v in
        (0..<3).reduce(0.0) { $0 + row[$1] * Double(weight[first + 3 * $1 + v]) }
      }
    }
    return rows.flatMap { row in
      Self.g.map { column in Float((0..<3).reduce(0.0) { $0 + row[$1] * column[$1] }) }
    }
  }
}
