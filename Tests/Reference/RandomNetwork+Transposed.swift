package import Networks

extension RandomNetwork {
  /// Halves the picture and doubles it again by a transposed convolution with padding that differs at
  /// both ends, then cuts some off and adds some.
  package init(transposedKernel kernel: Int, leading: Int, trailing: Int, padding: Padding) throws {
    var graph = Graph()
    var x = try graph.convolution(
      graph.input, Convolution("down", from: 3, to: 5, kernel: 3, stride: 2))
    x = graph.activation(try graph.norm(x, Norm("down", channels: 5)), .sigmoid)
    x = graph.insertZeros(x, by: 2)
    let up = Convolution(
      "up", from: 5, to: 4, kernel: kernel, padding: padding, amount: leading, trailing: trailing)
    x = try graph.convolution(x, up)
    x = graph.activation(try graph.norm(x, Norm("up", channels: 4)), .relu)
    let crop = Convolution("crop", from: 4, to: 4, kernel: 1, amount: -1, trailing: -2)
    x = try graph.convolution(x, crop)
    let border = Convolution(
      "border", from: 4, to: 4, kernel: 1, padding: padding, amount: 3, trailing: 4)
    x = try graph.convolution(x, border)
    x = try graph.convolution(x, Convolution("out", from: 4, to: 3, kernel: 3))
    graph.output = graph.activation(x, .sigmoid)
    self.init(graph, seed: UInt64(kernel))
  }
}
