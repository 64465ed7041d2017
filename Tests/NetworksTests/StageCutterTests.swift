import Networks
import Testing

@Suite struct StageCutterTests {
  @Test func trunkHasAStagePerConvolutionAndFewMore() throws {
    let trunk = Trunk(channels: [16, 32, 128], residualBlocks: 5, firstKernel: 5, lastKernel: 5)
    let network = StagedNetwork(try trunk.graph())
    let convolutions = network.stages.compactMap(\.convolution?.name)
    #expect(convolutions.count == 16)
    #expect(convolutions.first == "down1")
    #expect(convolutions.last == "out")
    // Four residual sums are read twice and so are written; the fifth is read by up1; one stage
    // writes the picture.
    #expect(network.stages.filter { $0.convolution == nil }.count == 5)
    #expect(network.norms.map(\.name) == convolutions)
    #expect(network.stages.allSatisfy { (1...2).contains($0.source.count) })
  }

  @Test func shapesFollowTheStrides() throws {
    let trunk = Trunk(channels: [16, 32, 128], residualBlocks: 1, firstKernel: 5, lastKernel: 5)
    let network = StagedNetwork(try trunk.graph())
    let shapes = try network.shapes(for: Size(height: 70, width: 53))
    #expect(shapes[1] == Shape(16, 70, 53))
    #expect(shapes[2] == Shape(32, 35, 27))
    #expect(shapes[3] == Shape(128, 18, 14))
    #expect(shapes[network.output] == Shape(3, 72, 56))
  }

  @Test func aNetworkThatShrinksPicturesIsRefused() throws {
    var graph = Graph()
    graph.output = try graph.convolution(
      graph.input, Convolution("valid", from: 3, to: 3, kernel: 3, amount: 0))
    let network = StagedNetwork(graph)
    let size = Size(height: 10, width: 10)
    #expect(
      throws: NetworkError.outputTooSmall(input: size, output: Size(height: 8, width: 8))
    ) { try network.shapes(for: size) }
  }

  @Test func mismatchedChannelsAreNamed() {
    var graph = Graph()
    #expect(
      throws: NetworkError.channels(operation: "convolution a", expected: 4, found: 3)
    ) { try graph.convolution(graph.input, Convolution("a", from: 4, to: 8, kernel: 3)) }
  }
}
