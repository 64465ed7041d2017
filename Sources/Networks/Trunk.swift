/// The shape of the house network.
///
/// An image-transformation network in the family of Johnson et al. 2016: a convolution at full
/// resolution, two that halve it, residual blocks, two nearest-neighbour enlargements with
/// convolutions, a last convolution to colours. Every convolution is followed by a conditional
/// instance norm, the last one too; the picture comes out of a sigmoid.
package struct Trunk: Hashable, Sendable, Codable {
  /// The numbers of channels at full, half and quarter resolution.
  package var channels: [Int]
  package var residualBlocks: Int
  package var firstKernel: Int
  package var lastKernel: Int

  package init(channels: [Int], residualBlocks: Int, firstKernel: Int, lastKernel: Int) {
    self.channels = channels
    self.residualBlocks = residualBlocks
    self.firstKernel = firstKernel
    self.lastKernel = lastKernel
  }

  package func graph() throws -> Graph {
    var graph = Graph()

    func normed(_ x: Graph.Value, _ convolution: Convolution) throws -> Graph.Value {
      let y = try graph.convolution(x, convolution)
      return try graph.norm(y, Norm(convolution.name, channels: convolution.outputChannels))
    }
    func rectified(_ x: Graph.Value, _ convolution: Convolution) throws -> Graph.Value {
      graph.activation(try normed(x, convolution), .relu)
    }

    let (full, half, quarter) = (channels[0], channels[1], channels[2])
    var x = graph.input
    x = try rectified(x, Convolution("down1", from: 3, to: full, kernel: firstKernel))
    x = try rectified(x, Convolution("down2", from: full, to: half, kernel: 3, stride: 2))
    x = try rectified(x, Convolution("down3", from: half, to: quarter, kernel: 3, stride: 2))
    for block in 1...residualBlocks {
      let first = Convolution("res\(block).conv1", from: quarter, to: quarter, kernel: 3)
      let second = Convolution("res\(block).conv2", from: quarter, to: quarter, kernel: 3)
      x = try graph.sum(x, normed(rectified(x, first), second))
    }
    x = graph.upsample(x, by: 2)
    x = try rectified(x, Convolution("up1", from: quarter, to: half, kernel: 3))
    x = graph.upsample(x, by: 2)
    x = try rectified(x, Convolution("up2", from: half, to: full, kernel: 3))
    x = try normed(x, Convolution("out", from: full, to: 3, kernel: lastKernel))
    graph.output = graph.activation(x, .sigmoid)
    return graph
  }
}
