import ModelImport
import Networks
import StyleLibrary
import Testing

/// Files that PyTorch saved (`checkpoints.py`), imported and computed, against PyTorch's pictures.
@Suite struct CheckpointTests {
  static let fixtures = ReferenceValueTests.here + "Fixtures/checkpoints/"

  @Test(arguments: [
    ("examples", "examples", PixelFormat.Range.bytes), ("legacy", "examples", .bytes),
    ("half", "half", .bytes), ("johnson", "johnson", .imageNet),
    ("transposed", "transposed", .bytes), ("tangent", "tangent", .bytes),
    ("generator", "generator", .signed), ("plain", "plain", .bytes),
  ])
  func importedNetworksEqualPyTorch(file: String, output: String, range: PixelFormat.Range) throws {
    let network = try Importer.read(Self.fixtures + file + ".pth")
    #expect(network.input.range == range)
    let fixture = try SafetensorsFile(Self.fixtures + "outputs.safetensors").tensors()
    let error = try ReferenceValueTests.error(
      from: fixture["input"]!, to: fixture[output]!, StagedNetwork(network.graph), network.weights,
      network.style)
    #expect(error <= ReferenceValueTests.tolerance)
  }

  @Test func unknownNetworksAreListed() throws {
    do {
      _ = try Importer.read(Self.fixtures + "unknown.pth")
      Issue.record("read")
    } catch ModelError.unrecognisedNetwork(_, _, let found) {
      #expect(found == ["fc.weight [2, 3]", "conv.weight [4, 5, 3, 3]"])
    }
  }

  @Test func modulesAreRefusedByName() {
    let path = Self.fixtures + "whole-module.pth"
    #expect(throws: ModelError.forbiddenClass(path: path, name: "__main__.Examples")) {
      try Importer.read(path)
    }
  }
}
