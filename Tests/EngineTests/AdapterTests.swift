import Engine
import Networks
import Reference
import Testing

/// Random adapters on random networks against formulas.
@Suite struct AdapterTests {
  private static func parts(_ network: RandomNetwork, _ seed: UInt64) -> [(Adapter, Float)] {
    var random = SeededGenerator(seed: seed)
    return (0..<Int.random(in: 1...3, using: &random)).map { part in
      (
        network.adapter(seed: 10 * seed + UInt64(part)),
        Float.random(in: -0.5...1.5, using: &random)
      )
    }
  }

  @Test(arguments: 1...40) func mergedWeightsAreTheSum(seed: UInt64) throws {
    let network =
      seed % 2 == 0 ? try RandomNetwork(seed: seed) : try RandomNetwork(foreign: seed)
    let parts = Self.parts(network, seed)
    let mixed = Adapter.mix(parts)
    let (merged, expected) = (network.weights.merged(with: mixed), network.weights(parts))
    for convolution in network.convolutions {
      let values = try merged.weight(of: convolution)
      let largest =
        zip(values, expected.tensors[convolution.weightName]!.values)
        .map { abs($0 - $1) }.max() ?? 0
      #expect(largest < 1e-6, "\(convolution.name)")
      #expect(try merged.bias(of: convolution) == network.weights.bias(of: convolution))
    }
    #expect(merged.tensors == network.weights.tensors)
  }

  @Test(arguments: 1...24) func paintsWithMergedWeights(seed: UInt64) throws {
    let network = try RandomNetwork(seed: seed)
    let parts = Self.parts(network, seed)
    let size = ExecutorTests.sizes[Int(seed) % ExecutorTests.sizes.count]
    let picture = testPicture(size, seed: seed)
    let painting = try paint(network.merged(with: Adapter.mix(parts)), picture, size)
    let formulas = RandomNetwork(network.graph, network.weights(parts), network.style)
    #expect(worstDifference(painting, try reference(formulas, picture, size)) < 1e-4)
  }

  @Test func whatHasNoWeightLeavesNoTrace() throws {
    let network = try RandomNetwork(seed: 3)
    let adapters = (1...8).map { network.adapter(seed: $0) }
    #expect(adapters.contains { !$0.isIdentity })
    #expect(Adapter.mix(adapters.map { ($0, 0) }).isIdentity)
    #expect(
      Adapter.mix(adapters.map { ($0, 1) } + [(Adapter(), 1)])
        == Adapter.mix(adapters.map { ($0, 1) }))
    #expect(Adapter.mix([(adapters[0], 1)]) == adapters[0])
  }
}
