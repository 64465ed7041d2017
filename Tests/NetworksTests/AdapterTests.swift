import Networks
import Testing

@Suite struct AdapterTests {
  static func tensor(_ shape: [Int], _ value: Float = 1) -> Tensor {
    Tensor(shape: shape, values: [Float](repeating: value, count: shape.reduce(1, *)))
  }

  /// A convolution `c` from 3 to 2 channels with a kernel of 3.
  static func network() throws -> StagedNetwork {
    var graph = Graph()
    let c = try graph.convolution(graph.input, Convolution("c", from: 3, to: 2, kernel: 3))
    graph.output = try graph.convolution(c, Convolution("block.d", from: 2, to: 3, kernel: 1))
    return StagedNetwork(graph)
  }

  static let sound = [
    "c.a": tensor([2, 3, 3, 3], 0.5), "c.b": tensor([2, 2], 3),
    "c.delta": tensor([2, 3, 3, 3], 0.25),
    "block.d.delta": tensor([3, 2, 1, 1]),
  ]

  @Test func tensorsAreSortedIntoLayers() throws {
    let adapter = try Adapter(tensors: Self.sound)
    try adapter.validate(for: Self.network())
    #expect(adapter.layers.keys.sorted() == ["block.d", "c"])
    #expect(adapter.tensors == Self.sound)
    #expect(!adapter.isIdentity)
    #expect(try Adapter(tensors: [:]).isIdentity)
  }

  @Test func weightsAreTheNetworksAndTheChange() throws {
    let adapter = try Adapter(tensors: Self.sound)
    let c = Convolution("c", from: 3, to: 2, kernel: 3)
    let weights = Weights([c.weightName: Self.tensor(c.weightShape, 10)])
    // 10 + 0.25 + two ranks of 3 · 0.5
    #expect(try weights.merged(with: adapter).weight(of: c).allSatisfy { $0 == 13.25 })
    #expect(try weights.merged(with: Adapter()).weight(of: c) == weights.weight(of: c))
    let mixed = Adapter.mix([(adapter, 0.5), (adapter, 1)])
    #expect(try weights.merged(with: mixed).weight(of: c).allSatisfy { $0 == 10 + 1.5 * 3.25 })
  }

  @Test(arguments: [
    (["c.a"], NetworkError.adapterHalf(found: "c.b", missing: "c.a")),
    (["c.b"], .adapterHalf(found: "c.a", missing: "c.b")),
  ])
  func halfAPairIsRefused(missing: [String], error: NetworkError) {
    let tensors = Self.sound.filter { !missing.contains($0.key) }
    #expect(throws: error) { try Adapter(tensors: tensors) }
  }

  @Test(arguments: ["c.gamma", "delta", ".delta", "c.", "c", "", "c.A"])
  func otherTensorsAreRefused(name: String) {
    #expect(throws: NetworkError.adapterTensor(name: name)) {
      try Adapter(tensors: Self.sound.merging([name: Self.tensor([1])]) { $1 })
    }
  }

  @Test(
    arguments: [
      (["x.delta": [2, 3, 3, 3]], Float(1), NetworkError.adapterLayer(name: "x")),
      (
        ["c.delta": [3, 2, 3, 3]], Float(1),
        NetworkError.tensorShape(
          name: "c.delta", expected: [2, 3, 3, 3],
          found: [3, 2, 3, 3])
      ),
      (
        ["c.b": [2, 3]], Float(1),
        NetworkError.tensorShape(name: "c.b", expected: [2, 2], found: [2, 3])
      ),
      (
        ["c.a": [2, 27]], Float(1),
        NetworkError.tensorShape(name: "c.a", expected: [2, 3, 3, 3], found: [2, 27])
      ),
      (
        ["c.a": [0, 3, 3, 3], "c.b": [2, 0]], Float(1),
        NetworkError.adapterRank(layer: "c", found: 0, allowed: 1...256)
      ),
      (["c.a": []], Float(1), NetworkError.adapterRank(layer: "c", found: 0, allowed: 1...256)),
      (
        ["c.a": [257, 3, 3, 3], "c.b": [2, 257]], Float(1),
        NetworkError.adapterRank(layer: "c", found: 257, allowed: 1...256)
      ),
      (["c.delta": [2, 3, 3, 3]], Float.nan, NetworkError.notFinite(tensor: "c.delta")),
      (["c.b": [2, 2]], Float.infinity, NetworkError.notFinite(tensor: "c.b")),
    ] as [([String: [Int]], Float, NetworkError)])
  func whatDoesNotFitIsRefused(change: [String: [Int]], value: Float, error: NetworkError) throws {
    let changed = change.mapValues { Self.tensor($0, value) }
    let adapter = try Adapter(tensors: Self.sound.merging(changed) { $1 })
    #expect(throws: error) { try adapter.validate(for: Self.network()) }
  }

  /// Two convolutions of one name are a network that nothing fits, not a way around the checks.
  @Test func aNameWithTwoShapesIsRefused() throws {
    var graph = Graph()
    let first = Convolution("c", from: 3, to: 2, kernel: 3)
    let c = try graph.convolution(graph.input, first)
    graph.output = try graph.convolution(c, Convolution("c", from: 2, to: 3, kernel: 1))
    for shape in [first.weightShape, [3, 2, 1, 1]] {
      let adapter = try Adapter(tensors: ["c.delta": Self.tensor(shape)])
      #expect(throws: NetworkError.self) { try adapter.validate(for: StagedNetwork(graph)) }
    }
    let weights = Weights([first.weightName: Self.tensor(first.weightShape)])
    let other = try Adapter(tensors: ["c.delta": Self.tensor([3, 2, 1, 1])])
    #expect(throws: NetworkError.self) { try weights.merged(with: other).weight(of: first) }
  }

  @Test func sumsThatAreNotFiniteAreRefused() throws {
    let c = Convolution("c", from: 1, to: 1, kernel: 1)
    let weights = Weights([c.weightName: Self.tensor(c.weightShape, .greatestFiniteMagnitude)])
    let adapter = try Adapter(tensors: [
      "c.delta": Self.tensor(c.weightShape, .greatestFiniteMagnitude)
    ])
    #expect(throws: NetworkError.notFinite(tensor: "c.weight")) {
      try weights.merged(with: adapter).weight(of: c)
    }
  }
}
