import Networks

extension RandomNetwork {
  /// A random chain of what importers make of other networks' operators: pools, transposed
  /// convolutions, concatenations and leaky rectifiers, built of convolutions, sums and rectifiers.
  package init(foreign seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var graph = Graph()
    var layers = 0

    func convolved(
      _ x: Graph.Value, to channels: Int, kernel: Int, stride: Int = 1, leading: Int? = nil,
      trailing: Int? = nil
    ) throws -> Graph.Value {
      layers += 1
      return try graph.convolution(
        x,
        Convolution(
          "layer\(layers)", from: graph.channels(x), to: channels, kernel: kernel, stride: stride,
          padding: Bool.random(using: &random) ? .reflection : .zero, amount: leading,
          trailing: trailing))
    }
    // Rounded up, so that enlarging gives back at least as much.
    func pooled(_ x: Graph.Value, by factor: Int, to channels: Int) throws -> Graph.Value {
      try convolved(
        x, to: channels, kernel: factor, stride: factor, leading: 0, trailing: factor - 1)
    }
    var x = try convolved(graph.input, to: 7, kernel: 3)
    for _ in 0..<Int.random(in: 2...4, using: &random) {
      let channels = [2, 5, 12, 17, 24].randomElement(using: &random)!
      let factor = Int.random(in: 2...3, using: &random)
      switch Int.random(in: 0..<4, using: &random) {
      case 0:
        // As a maximum is made: a + relu(b − a), small and then enlarged again.
        let a = try pooled(x, by: factor, to: channels)
        let b = graph.activation(try pooled(x, by: factor, to: channels), .relu)
        x = graph.upsample(try graph.sum(a, b), by: factor)
        x = try convolved(x, to: channels, kernel: [1, 3].randomElement(using: &random)!)
      case 1:
        let small = graph.activation(try pooled(x, by: factor, to: channels), .relu)
        let kernel = Int.random(in: factor...factor + 2, using: &random)
        // The last zeros may be cut off, as far as the picture's size is given back.
        x = try convolved(
          graph.insertZeros(small, by: factor), to: channels, kernel: kernel,
          leading: kernel / 2, trailing: (kernel - 1) / 2)
      case 2:
        // Beside each other: each into channels of its own.
        let a = graph.activation(try convolved(x, to: 5, kernel: 3), .tanh)
        x = try graph.sum(
          convolved(x, to: channels, kernel: 1), convolved(a, to: channels, kernel: 1))
      default:
        // Rectifiers of both signs; kernels of even length, padded so that the size stays.
        let kernel = [2, 4].randomElement(using: &random)!
        let negative = graph.activation(try convolved(x, to: channels, kernel: 1), .relu)
        let positive = graph.activation(
          try convolved(
            x, to: channels, kernel: kernel, leading: kernel / 2, trailing: kernel / 2 - 1), .relu)
        x = try graph.sum(convolved(negative, to: channels, kernel: 1), positive)
      }
      if Bool.random(using: &random) {
        layers += 1
        x = try graph.norm(x, Norm("norm\(layers)", channels: graph.channels(x)))
        x = graph.activation(x, .relu)
      }
    }
    graph.output = graph.activation(try convolved(x, to: 3, kernel: 3), .sigmoid)
    self.init(graph, seed: seed)
  }
}
