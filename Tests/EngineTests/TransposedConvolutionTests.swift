import Engine
import Networks
import Reference
import Testing

/// Zeros put between pixels, and padding that differs at both ends.
@Suite struct TransposedConvolutionTests {
  /// Halves the picture and doubles it again by a transposed convolution.
  static func network(
    kernel: Int, leading: Int, trailing: Int, padding: Padding, seed: UInt64
  ) throws -> RandomNetwork {
    var graph = Graph()
    var x = try graph.convolution(
      graph.input, Convolution("down", from: 3, to: 5, kernel: 3, stride: 2))
    x = graph.activation(try graph.norm(x, Norm("down", channels: 5)), .sigmoid)
    x = graph.insertZeros(x, by: 2)
    x = try graph.convolution(
      x,
      Convolution(
        "up", from: 5, to: 4, kernel: kernel, padding: padding, amount: leading, trailing: trailing)
    )
    x = graph.activation(try graph.norm(x, Norm("up", channels: 4)), .relu)
    // What a crop and a border of its own come to.
    x = try graph.convolution(
      x,
      Convolution("crop", from: 4, to: 4, kernel: 1, padding: .reflection, amount: -1, trailing: -2)
    )
    x = try graph.convolution(
      x, Convolution("border", from: 4, to: 4, kernel: 1, padding: padding, amount: 3, trailing: 4))
    x = try graph.convolution(x, Convolution("out", from: 4, to: 3, kernel: 3))
    graph.output = graph.activation(x, .sigmoid)
    return RandomNetwork(graph, seed: seed)
  }

  @Test(
    arguments: [(3, 1, 1), (4, 2, 1), (2, 1, 0), (5, 2, 3), (1, 0, 1)], [Padding.zero, .reflection])
  func equalsReferenceInAnyTiling(kernel: (Int, Int, Int), padding: Padding) throws {
    let network = try Self.network(
      kernel: kernel.0, leading: kernel.1, trailing: kernel.2, padding: padding,
      seed: UInt64(kernel.0))
    for size in [Size(height: 8, width: 9), Size(height: 41, width: 70)] {
      let picture = testPicture(size, seed: 3)
      let whole = try paint(network, picture, size)
      let expected = try reference(network, picture, size)
      whole.withUnsafeBytes { bytes in
        for (found, expected) in zip(bytes.bindMemory(to: UInt16.self), expected) {
          #expect(abs(Double(found) / 65535 - expected) < 1e-4)
        }
      }
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
    painting.withUnsafeBytes { bytes in
      for (found, expected) in zip(bytes.bindMemory(to: UInt16.self), expected) {
        #expect(abs(Double(found) / 65535 - expected) < 1e-4)
      }
    }
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
