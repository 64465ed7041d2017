import CPUBackend
import Engine
import Networks
import Reference
import Testing

/// Results that are none are noticed where no norm asks for statistics.
@Suite struct NotFiniteTests {
  private func network(spoiled: String?) throws -> RandomNetwork {
    var graph = Graph()
    var x = graph.input
    for (name, channels) in [("a", 16), ("b", 16), ("c", 12), ("d", 3)] {
      x = try graph.convolution(
        x, Convolution(name, from: graph.channels(x), to: channels, kernel: 3))
      x = graph.activation(x, name == "d" ? .sigmoid : .relu)
    }
    graph.output = x
    var network = RandomNetwork(graph, seed: 5)
    if let spoiled {
      let weight = network.weights.tensors[spoiled + ".weight"]!
      network.weights.tensors[spoiled + ".weight"] = Tensor(
        shape: weight.shape,
        values: weight.values.map {
          $0 < 0 ? -.greatestFiniteMagnitude : .greatestFiniteMagnitude
        })
    }
    return network
  }

  private let size = Size(height: 40, width: 50)

  /// A rectifier makes numbers of infinities and NaN again.
  @Test(arguments: ["a", "b", "c"], [Element.float32, .float16])
  func overflowIsNoticed(convolution: String, precision: Element) throws {
    let network = try network(spoiled: convolution)
    let picture = testPicture(size, seed: 1)
    #expect(throws: EngineError.notFinite(stage: convolution)) {
      // A painting itself would be a long message.
      try paint(network, picture, size, precision: precision).count
    }
  }

  @Test func nothingIsNoticedWhereAllIsWell() throws {
    _ = try paint(network(spoiled: nil), testPicture(size, seed: 1), size, precision: .float16)
  }
}
