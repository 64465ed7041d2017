internal import Networks

/// The filters of a convolution in the form that Winograd's algorithm F(4×4, 3×3) multiplies: `G g Gᵀ`.
struct WinogradWeights {
  private let convolution: Convolution
  private let weight: [Float]

  /// The rows of the matrix `G` for the interpolation points 0, √2/2, −√2/2, √2, −√2 and ∞: powers of the point over
  /// the product of its differences from the other points.
  private static let g: [Triple] = {
    let points = [0, 0.5.squareRoot(), -(0.5.squareRoot()), 2.0.squareRoot(), -(2.0.squareRoot())]
    return points.map { point in
      let product = points.filter { $0 != point }.reduce(1) { $0 * (point - $1) }
      return (1 / product, point / product, point * point / product)
    } + [(0, 0, 1)]
  }()

  init(_ convolution: Convolution, _ weight: [Float]) {
    self.convolution = convolution
    self.weight = weight
  }

  /// The transformed filters as [36][output tile][input slice][depth][channels of the tile], padded with zeros.
  func ordered(_ tile: ChannelTile, depth: Int) -> [Float] {
    let (inputs, outputs) = (convolution.inputChannels, convolution.outputChannels)
    let slices = (inputs + depth - 1) / depth
    // Between an element of a filter and the next one.
    let step = tile.count * slices * depth * tile.channels
    var ordered = [Float](repeating: 0, count: 36 * step)
    ordered.withUnsafeMutableBufferPointer { ordered in
      weight.withUnsafeBufferPointer { weight in
        for output in 0..<outputs {
          for input in 0..<inputs {
            let slice = output / tile.channels * slices + input / depth
            let place =
              (slice * depth + input % depth) * tile.channels + output % tile.channels
            transform(
              weight.baseAddress! + (output * inputs + input) * 9,
              into: ordered.baseAddress! + place, step: step)
          }
        }
      }
    }
    return ordered
  }

  private typealias Triple = (Double, Double, Double)

  /// Transforms a filter of nine numbers into 36, `step` apart. Sheets prepare a network for each style, so for speed
  /// it uses no arrays.
  private func transform(
    _ filter: UnsafePointer<Float>, into transformed: UnsafeMutablePointer<Float>, step: Int
  ) {
    @inline(__always)
    func column(_ row: Triple, _ v: Int) -> Double {
      0 + row.0 * Double(filter[v]) + row.1 * Double(filter[3 + v]) + row.2 * Double(filter[6 + v])
    }
    var target = transformed
    for row in Self.g {
      let product = (column(row, 0), column(row, 1), column(row, 2))
      for column in Self.g {
        let sum = 0 + product.0 * column.0 + product.1 * column.1 + product.2 * column.2
        target.pointee = Float(sum)
        target += step
      }
    }
  }
}
