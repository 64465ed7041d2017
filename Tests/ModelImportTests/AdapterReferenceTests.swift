import ModelImport
import Networks
import StyleLibrary
import Testing

/// Adapters as packs against what PyTorch makes of them (`adapters.py`).
@Suite struct AdapterReferenceTests {
  let folder = TemporaryFolder()
  let fixture: [String: Tensor]

  init() throws {
    fixture = try ReferenceValueTests.fixture("small-adapters")
    let trunk = try ReferenceValueTests.fixture("small-trunk")
      .filter { $0.key.hasSuffix(".weight") || $0.key.hasSuffix(".bias") }
    folder.folder("trunk")
    folder.write(
      "trunk/network.json",
      """
      {"format": 1, "architecture": "trunk", "name": "trunk", "channels": [8, 12, 20],
       "residualBlocks": 2, "firstKernel": 5, "lastKernel": 5, "weights": "weights.safetensors"}
      """)
    try SafetensorsFile.write(trunk, as: .float32, to: folder.file("trunk/weights.safetensors"))
    for name in ["first", "second", "identity"] {
      let tensors = fixture.filter { $0.key.hasPrefix(name + ".") }
        .reduce(into: [:]) { $0[String($1.key.dropFirst(name.count + 1))] = $1.value }
      let changes = tensors.filter { tensor in
        [".a", ".b", ".delta"].contains { tensor.key.hasSuffix($0) }
      }
      try folder.addStyle(name, isIdentity: name == "identity")
      try SafetensorsFile.write(
        tensors.filter { changes[$0.key] == nil }, as: .float32,
        to: folder.file(name + "/vectors.safetensors"))
      if !changes.isEmpty { try folder.addAdapter(changes, to: name) }
    }
  }

  private func style(_ mix: String, strength: Double) throws -> ResolvedStyle {
    try Catalog(folders: [folder.path]).resolve(StyleMix(mix), strength: strength)
  }

  @Test(arguments: [("one", "first", 1.0), ("two", "first:0.7,second:0.3", 1.2)])
  func mergedWeightsAndPaintingsEqualPyTorch(name: String, mix: String, strength: Double) throws {
    let style = try style(mix, strength: strength)
    let (network, weights) = (try style.network.network(), try style.weights())
    for convolution in network.stages.compactMap(\.convolution) {
      let expected = try #require(fixture["\(name).weight.\(convolution.name)"]).values
      let found = try weights.weight(of: convolution)
      #expect(found.count == expected.count)
      let difference = zip(found, expected).map { abs($0 - $1) }.max() ?? 1
      #expect(difference < 1e-6, "\(convolution.name)")
    }
    let error = try ReferenceValueTests.error(name, fixture, network, weights, style.vectors)
    #expect(error <= ReferenceValueTests.tolerance)
  }

  @Test func exportedWeightsAreMerged() throws {
    let path = folder.file("mix.onnx")
    try style("first:0.7,second:0.3", strength: 1.2).exportONNX(to: path)
    let read = try Importer.read(path)
    let error = try ReferenceValueTests.error(
      "two", fixture, StagedNetwork(read.graph), read.weights, read.style)
    #expect(error <= ReferenceValueTests.tolerance)
  }

  @Test func theOrderOfAMixDoesNotCount() throws {
    let (one, other) = (
      try style("first:0.7,second:0.3", strength: 1), try style("second:0.3,first:0.7", strength: 1)
    )
    #expect(one.adapter == other.adapter)
  }
}
