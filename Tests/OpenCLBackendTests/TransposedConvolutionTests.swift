import Engine
import Networks
import OpenCLBackend
import Reference
import Testing

extension OnDevice {
  /// Zeros put between pixels, and padding that differs at both ends.
  @Suite struct TransposedConvolutionTests {
    @Test(arguments: [(3, 1, 1), (4, 2, 1), (2, 1, 0)], [Padding.zero, .reflection])
    func equalsReference(kernel: (Int, Int, Int), padding: Padding) throws {
      let network = try RandomNetwork(
        transposedKernel: kernel.0, leading: kernel.1, trailing: kernel.2, padding: padding)
      try expectReference(network, Size(height: 41, width: 70))
    }

    @Test func anActivationAfterTheZerosChangesThem() throws {
      var graph = Graph()
      let x = try graph.convolution(
        graph.input, Convolution("down", from: 3, to: 3, kernel: 3, stride: 2))
      graph.output = graph.activation(graph.insertZeros(x, by: 2), .sigmoid)
      try expectReference(RandomNetwork(graph, seed: 9), Size(height: 12, width: 10))
    }

    private func expectReference(_ network: RandomNetwork, _ size: Size) throws {
      let picture = testPicture(size, seed: 3)
      let painting = try paint(network, picture, size, on: #require(sharedBackend))
      let expected = try reference(network, picture, size)
      #expect(worstDifference(painting, expected) < 1e-4)
    }
  }
}
