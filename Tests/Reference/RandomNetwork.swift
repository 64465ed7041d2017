package import Networks

/// A network, weights and a style made of random numbers; equal seeds make equal networks.
package struct RandomNetwork {
  package let graph: Graph
  package var weights: Weights
  package let style: StyleVectors

  /// A random chain of convolutions, norms, activations, residual sums and enlargements that gives
  /// back at least as many pixels as it is given.
  package init(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var graph = Graph()
    var x = graph.input
    var (layers, scale) = (0, 1)

    func layer(
      _ x: Graph.Value, to channels: Int, kernel: Int, stride: Int = 1
    ) throws -> Graph.Value {
      layers += 1
      let convolution = Convolution(
        "layer\(layers)", from: graph.channels(x), to: channels, kernel: kernel, stride: stride,
        padding: Bool.random(using: &random) ? .reflection : .zero)
      var y = try graph.convolution(x, convolution)
      if Int.random(in: 0..<4, using: &random) > 0 {
        y = try graph.norm(y, Norm(convolution.name, channels: channels))
      }
      let activations: [Activation] = [.none, .relu, .relu, .tanh]
      return graph.activation(y, activations.randomElement(using: &random)!)
    }
    let widths = [1, 3, 5, 16, 19, 32]
    for _ in 0..<Int.random(in: 2...5, using: &random) {
      let channels = widths.randomElement(using: &random)!
      switch Int.random(in: 0..<4, using: &random) {
      case 0 where scale < 4:
        x = try layer(x, to: channels, kernel: 3, stride: 2)
        scale *= 2
      case 1 where scale > 1:
        x = try layer(graph.upsample(x, by: 2), to: channels, kernel: 3)
        scale /= 2
      case 2:
        let same = graph.channels(x)
        let inner = try layer(x, to: same, kernel: 3)
        x = try graph.sum(x, layer(inner, to: same, kernel: 3))
      default:
        x = try layer(x, to: channels, kernel: [1, 3, 5, 9].randomElement(using: &random)!)
      }
    }
    while scale > 1 {
      x = try layer(graph.upsample(x, by: 2), to: 5, kernel: 3)
      scale /= 2
    }
    graph.output = graph.activation(try layer(x, to: 3, kernel: 5), .sigmoid)
    (weights, style) = Self.numbers(for: graph, using: &random)
    self.graph = graph
  }

  /// A network that is no accident, for what takes random ones.
  package init(_ graph: Graph, _ weights: Weights, _ style: StyleVectors) {
    (self.graph, self.weights, self.style) = (graph, weights, style)
  }

  /// Random weights and a random style for a graph.
  package init(_ graph: Graph, seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    self.graph = graph
    (weights, style) = Self.numbers(for: graph, using: &random)
  }

  private static func numbers(for graph: Graph, using random: inout SeededGenerator)
    -> (Weights, StyleVectors)
  {
    var tensors: [String: Tensor] = [:]
    var norms: [String: NormVectors] = [:]
    func values(_ count: Int, _ range: ClosedRange<Float>) -> [Float] {
      (0..<count).map { _ in Float.random(in: range, using: &random) }
    }
    for node in graph.nodes {
      switch node.operation {
      case .convolution(let convolution):
        let shape = convolution.weightShape
        let bound = 1.7 / Float(shape[1] * shape[2] * shape[3]).squareRoot()
        tensors[convolution.weightName] = Tensor(
          shape: shape, values: values(shape.reduce(1, *), -bound...bound))
        tensors[convolution.biasName] = Tensor(
          shape: [shape[0]], values: values(shape[0], -0.2...0.2))
      case .norm(let norm):
        norms[norm.name] = NormVectors(
          gamma: values(norm.channels, 0.5...1.5), beta: values(norm.channels, -0.5...0.5),
          alpha: Bool.random(using: &random) ? values(norm.channels, -0.5...0.5) : [])
      default: break
      }
    }
    return (Weights(tensors), StyleVectors(norms))
  }
}

/// SplitMix64 (Steele, Lea and Flood 2014): small, and the same on every machine.
package struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  package init(seed: UInt64) { state = seed }

  package mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
