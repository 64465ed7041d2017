/// A function of one value that follows a convolution, a norm or a sum.
package enum Activation: String, Hashable, Sendable, Codable {
  case none, relu, sigmoid, tanh
}

/// An instance norm whose scale and shift belong to the style, not to the network (conditional
/// instance normalisation, Dumoulin et al. 2017), with a bypass around the statistics:
///
/// `y = γ · (x − μ) / √(σ² + ε) + β + α · x`
///
/// μ and σ² are the mean and the biased variance of a channel over the whole picture.
package struct Norm: Hashable, Sendable {
  /// The key of γ, β and α in a style's vectors.
  package var name: String
  package var channels: Int
  package var epsilon: Double

  package init(_ name: String, channels: Int, epsilon: Double = 1e-5) {
    self.name = name
    self.channels = channels
    self.epsilon = epsilon
  }
}

/// One node's work in a network's graph.
package enum Operation: Hashable, Sendable {
  /// The picture: values 0…1.
  case input(channels: Int)
  case convolution(Convolution)
  case norm(Norm)
  case activation(Activation)
  /// The sum of two values of equal shape.
  case sum
  /// Nearest-neighbour enlargement: every pixel becomes `factor` × `factor`.
  case upsample(factor: Int)
  /// Enlargement with zeros: every pixel becomes the upper left one of `factor` × `factor`. Followed
  /// by a convolution, this is a transposed convolution.
  case insertZeros(factor: Int)

  var name: String {
    switch self {
    case .input: "input"
    case .convolution(let convolution): "convolution \(convolution.name)"
    case .norm(let norm): "norm \(norm.name)"
    case .activation(let activation): activation.rawValue
    case .sum: "sum"
    case .upsample(let factor): "upsample ×\(factor)"
    case .insertZeros(let factor): "insert zeros ×\(factor)"
    }
  }
}
