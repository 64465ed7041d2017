/// A network: operations in the order in which they can be computed.
///
/// Built by calling its operations; each checks the shapes that it is given.
package struct Graph: Hashable, Sendable {
  /// The result of a node.
  package struct Value: Hashable, Sendable {
    package let node: Int

    package init(node: Int) {
      self.node = node
    }
  }

  package struct Node: Hashable, Sendable {
    package var operation: Operation
    package var inputs: [Value]
    package var channels: Int
  }

  package private(set) var nodes: [Node]
  /// The value that the network computes.
  package var output: Value

  package init(inputChannels: Int = 3) {
    nodes = [Node(operation: .input(channels: inputChannels), inputs: [], channels: inputChannels)]
    output = Value(node: 0)
  }

  package var input: Value { Value(node: 0) }

  package mutating func convolution(_ x: Value, _ convolution: Convolution) throws -> Value {
    try expect(x, convolution.inputChannels, in: .convolution(convolution))
    return append(.convolution(convolution), [x], channels: convolution.outputChannels)
  }

  package mutating func norm(_ x: Value, _ norm: Norm) throws -> Value {
    try expect(x, norm.channels, in: .norm(norm))
    return append(.norm(norm), [x], channels: norm.channels)
  }

  package mutating func activation(_ x: Value, _ activation: Activation) -> Value {
    append(.activation(activation), [x], channels: channels(x))
  }

  package mutating func sum(_ x: Value, _ y: Value) throws -> Value {
    try expect(y, channels(x), in: .sum)
    return append(.sum, [x, y], channels: channels(x))
  }

  package mutating func upsample(_ x: Value, by factor: Int) -> Value {
    append(.upsample(factor: factor), [x], channels: channels(x))
  }

  package mutating func insertZeros(_ x: Value, by factor: Int) -> Value {
    append(.insertZeros(factor: factor), [x], channels: channels(x))
  }

  package func channels(_ value: Value) -> Int { nodes[value.node].channels }

  /// How many nodes read each node's value, in node order.
  var useCounts: [Int] {
    var counts = [Int](repeating: 0, count: nodes.count)
    for node in nodes {
      for input in node.inputs { counts[input.node] += 1 }
    }
    counts[output.node] += 1
    return counts
  }

  private mutating func append(_ operation: Operation, _ inputs: [Value], channels: Int) -> Value {
    nodes.append(Node(operation: operation, inputs: inputs, channels: channels))
    return Value(node: nodes.count - 1)
  }

  private func expect(_ value: Value, _ expected: Int, in operation: Operation) throws {
    guard channels(value) == expected else {
      throw NetworkError.channels(
        operation: operation.name, expected: expected, found: channels(value))
    }
  }
}
