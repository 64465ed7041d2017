package import Networks

/// A node of a graph as a pack describes it; `operation` decides which of the other facts are
/// present.
package struct NodeFacts: Hashable, Sendable, Codable {
  package var operation: String
  /// The numbers of the nodes that it reads; 0 is the picture, 1 the first node of the list.
  package var inputs: [Int]
  /// The key of a convolution's weights or of a norm's vectors.
  package var name: String?
  /// The number of output channels of a convolution.
  package var channels: Int?
  package var kernel: Int?
  package var stride: Int?
  package var padding: String?
  /// The padding in pixels, at the top and left, then at the bottom and right.
  package var amounts: [Int]?
  package var epsilon: Double?
  package var activation: String?
  package var factor: Int?
}

extension NodeFacts {
  /// The nodes of a graph after the picture. The last one has to be the output.
  package static func list(_ graph: Graph) -> [NodeFacts] {
    graph.nodes.dropFirst().map { node in
      var facts = NodeFacts(operation: "", inputs: node.inputs.map(\.node))
      switch node.operation {
      case .input: facts.operation = "input"
      case .convolution(let convolution):
        facts.operation = "convolution"
        facts.name = convolution.name
        facts.channels = convolution.outputChannels
        facts.kernel = convolution.kernel
        facts.stride = convolution.stride
        facts.padding = convolution.padding.rawValue
        facts.amounts = [convolution.paddingAmount, convolution.trailingPadding]
      case .norm(let norm):
        facts.operation = "norm"
        facts.name = norm.name
        facts.epsilon = norm.epsilon
      case .activation(let activation):
        facts.operation = "activation"
        facts.activation = activation.rawValue
      case .sum: facts.operation = "sum"
      case .upsample(let factor):
        facts.operation = "upsample"
        facts.factor = factor
      case .insertZeros(let factor):
        facts.operation = "insertZeros"
        facts.factor = factor
      }
      return facts
    }
  }
}
