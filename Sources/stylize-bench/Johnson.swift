import Networks

extension Graph {
  /// The network of pytorch/examples (fast_neural_style), after Johnson et al. 2016: 9×9 to 32
  /// channels, two strided convolutions, five residual blocks of 128, two nearest-neighbour
  /// enlargements with convolutions, 9×9 to colours.
  static func johnson() throws -> Graph {
    var graph = Graph()
    func normed(
      _ x: Value, _ name: String, _ channels: Int, kernel: Int = 3, stride: Int = 1
    ) throws -> Value {
      let convolution = Convolution(
        name, from: graph.channels(x), to: channels, kernel: kernel, stride: stride)
      let y = try graph.convolution(x, convolution)
      return try graph.norm(y, Norm(name, channels: channels))
    }
    var x = graph.input
    x = graph.activation(try normed(x, "conv1", 32, kernel: 9), .relu)
    x = graph.activation(try normed(x, "conv2", 64, stride: 2), .relu)
    x = graph.activation(try normed(x, "conv3", 128, stride: 2), .relu)
    for block in 1...5 {
      let first = graph.activation(try normed(x, "res\(block).conv1", 128), .relu)
      x = try graph.sum(x, normed(first, "res\(block).conv2", 128))
    }
    x = graph.activation(try normed(graph.upsample(x, by: 2), "deconv1", 64), .relu)
    x = graph.activation(try normed(graph.upsample(x, by: 2), "deconv2", 32), .relu)
    graph.output = try graph.convolution(x, Convolution("deconv3", from: 32, to: 3, kernel: 9))
    return graph
  }
}
