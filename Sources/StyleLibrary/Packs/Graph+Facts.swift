package import Networks

extension Graph {
  /// The limits of a pack's graph. Larger numbers are not networks but attacks.
  private enum Limit {
    static let nodes = 2000
    static let channels = 1...4096
    static let kernel = 1...63
    static let stride = 1...16
    static let padding = -1024...1024
    static let factor = 1...16
    /// The product of all enlargements.
    static let enlargement = 1 << 12
  }

  /// Builds the graph that a pack lists; its last node is the output.
  ///
  /// - Parameter path: the path of the description, for errors.
  /// - Throws: ``ModelError/malformed``, and `NetworkError` when channels do not fit.
  package init(_ nodes: [NodeFacts], _ path: String) throws {
    func malformed(_ index: Int, _ reason: String) -> ModelError {
      .malformed(path: path, reason: "node \(index + 1): \(reason)")
    }
    guard (1...Limit.nodes).contains(nodes.count) else {
      throw ModelError.malformed(
        path: path, reason: "\(nodes.count) nodes, allowed are 1 to \(Limit.nodes)")
    }
    self.init()
    var values = [input]
    var enlargement = 1

    for (index, node) in nodes.enumerated() {
      func checked(_ value: Int?, _ name: String, _ allowed: ClosedRange<Int>) throws -> Int {
        guard let value, allowed.contains(value) else {
          throw malformed(
            index, "'\(name)' is \(value.map(String.init) ?? "missing"), allowed are \(allowed)")
        }
        return value
      }
      func named<Value>(_ text: String?, _ name: String, _ read: (String) -> Value?) throws -> Value
      {
        guard let text, let value = read(text) else {
          throw malformed(index, "'\(name)' is \(text.map { "'\($0)'" } ?? "missing")")
        }
        return value
      }
      func enlarged() throws -> Int {
        let factor = try checked(node.factor, "factor", Limit.factor)
        enlargement *= factor
        guard enlargement <= Limit.enlargement else {
          throw malformed(index, "the network enlarges by more than \(Limit.enlargement)")
        }
        return factor
      }
      let count = node.operation == "sum" ? 2 : 1
      guard node.inputs.count == count, node.inputs.allSatisfy({ (0...index).contains($0) }) else {
        throw malformed(
          index, "a \(node.operation) of \(node.inputs), expected \(count) of 0 to \(index)")
      }
      let x = values[node.inputs[0]]
      switch node.operation {
      case "convolution":
        let amounts = node.amounts ?? []
        guard amounts.count == 2 else { throw malformed(index, "'amounts' is \(amounts)") }
        let convolution = Convolution(
          try named(node.name, "name") { $0 }, from: channels(x),
          to: try checked(node.channels, "channels", Limit.channels),
          kernel: try checked(node.kernel, "kernel", Limit.kernel),
          stride: try checked(node.stride, "stride", Limit.stride),
          padding: try named(node.padding, "padding", Padding.init(rawValue:)),
          amount: try checked(amounts[0], "amounts", Limit.padding),
          trailing: try checked(amounts[1], "amounts", Limit.padding))
        values.append(try self.convolution(x, convolution))
      case "norm":
        let epsilon = node.epsilon ?? 1e-5
        guard epsilon.isFinite, epsilon > 0 else {
          throw malformed(index, "'epsilon' is \(epsilon)")
        }
        let norm = Norm(
          try named(node.name, "name") { $0 }, channels: channels(x), epsilon: epsilon)
        values.append(try self.norm(x, norm))
      case "activation":
        let activation = try named(node.activation, "activation", Activation.init(rawValue:))
        values.append(self.activation(x, activation))
      case "sum": values.append(try sum(x, values[node.inputs[1]]))
      case "upsample": values.append(upsample(x, by: try enlarged()))
      case "insertZeros": values.append(insertZeros(x, by: try enlarged()))
      default: throw malformed(index, "the operation '\(node.operation)' is unknown")
      }
    }
    output = values[nodes.count]
    guard channels(output) == 3 else {
      throw ModelError.malformed(
        path: path, reason: "the network gives back \(channels(output)) channels, expected 3")
    }
  }
}
