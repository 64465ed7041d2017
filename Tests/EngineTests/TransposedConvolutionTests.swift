import Engine
import Networks
import Reference
import Testing

/// Zeros put between pixels, and padding that differs at both ends.
@Suite struct TransposedConvolutionTests {
  @Test(
    arguments: [(3, 1, 1), (4, 2, 1), (2, 1, 0), (5, 2, 3), (1, 0, 1)], [Padding.zero, .reflection])
  func equalsReferenceInAnyTiling(kernel: (Int, Int, Int), padding: Padding) throws {
    let network = try RandomNetwork(
      transposedKernel: kernel.0, leading: kernel.1, trailing: kernel.2, padding: padding)
    for size in [Size(height: 8, width: 9), Size(height: 41, width: 70)] {
      let picture = testPicture(size, seed: 3)
      let whole = try paint(network, picture, size)
      let expected = try reference(network, picture, size)
      #expect(worstDifference(whole, expected) < 1e-4)
      for tile in [7, 32] {
        #expect(try paint(network, picture, size, tile: tile, threads: 3) == whole)
      }
    }
  }

  @Test func anActivationAfterTheZerosChangesThem() throws {
    var graph = Graph()
    var x = try graph.convolution(
      graph.input, Convolution("down", from: 3, to: 3, kernel: 3, stride: 2))
    x = graph.activation(graph.insertZeros(x, by: 2), .sigmoid)
    graph.output = x
    let network = RandomNetwork(graph, seed: 9)
    let size = Size(height: 12, width: 10)
    let picture = testPicture(size, seed: 1)
    let painting = try paint(network, picture, size)
    let expected = try reference(network, picture, size)
    #expect(expected[9] != 0)
    #expect(worstDifference(painting, expected) < 1e-4)
  }

  @Test func networksThatLeaveNothingAreRefused() throws {
    var graph = Graph()
    let x = try graph.convolution(
      graph.input, Convolution("crop", from: 3, to: 3, kernel: 9, amount: 0))
    graph.output = x
    let staged = StagedNetwork(graph)
    #expect(throws: NetworkError.self) { try staged.shapes(for: Size(height: 8, width: 20)) }
  }
}
