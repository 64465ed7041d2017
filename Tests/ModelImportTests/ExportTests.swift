import ModelImport
import Networks
import StyleLibrary
import Testing

/// Networks written as ONNX and read again.
@Suite struct ExportTests {
  let folder = TemporaryFolder()

  @Test(arguments: ["48x64", "53x70", "37x33"]) func exportedTrunkEqualsPyTorch(name: String) throws
  {
    let fixture = try ReferenceValueTests.fixture("small-trunk")
    let graph = try Trunk(
      channels: [8, 12, 20], residualBlocks: 2, firstKernel: 5, lastKernel: 5
    ).graph()
    var norms: [String: NormVectors] = [:]
    for norm in StagedNetwork(graph).norms {
      norms[norm.name] = NormVectors(
        gamma: fixture[norm.name + ".gamma"]!.values, beta: fixture[norm.name + ".beta"]!.values,
        alpha: fixture[norm.name + ".alpha"]!.values)
    }
    let path = folder.file("trunk.onnx")
    try ONNXExport.write(graph, Weights(fixture), StyleVectors(norms), to: path)
    let read = try Importer.read(path)
    #expect(read.input == PixelFormat(.unit))
    let error = try ReferenceValueTests.error(
      name, fixture, StagedNetwork(read.graph), read.weights, read.style)
    #expect(error <= ReferenceValueTests.tolerance)
  }

  @Test(arguments: ["examples", "johnson", "transposed", "tangent"])
  func exportedImportsEqualPyTorch(name: String) throws {
    let network = try Importer.read(CheckpointTests.fixtures + name + ".pth")
    let path = folder.file("network.onnx")
    try ONNXExport.write(network.graph, network.weights, network.style, to: path)
    let read = try Importer.read(path)
    #expect(read.input == PixelFormat(.unit) && read.output == PixelFormat(.unit))
    let fixture = try SafetensorsFile(CheckpointTests.fixtures + "outputs.safetensors").tensors()
    let error = try ReferenceValueTests.error(
      from: fixture["input"]!, to: fixture[name]!, StagedNetwork(read.graph), read.weights,
      read.style)
    #expect(error <= ReferenceValueTests.tolerance)
  }

  @Test func aFileThatIsThereIsKept() throws {
    let network = try Importer.read(CheckpointTests.fixtures + "examples.pth")
    let path = folder.write("taken.onnx", "taken")
    #expect(throws: ModelError.fileExists(path: path)) {
      try ONNXExport.write(
        network.graph, network.weights, network.style, to: path, replaces: false)
    }
    #expect(folder.bytes("taken.onnx") == Array("taken".utf8))
    try ONNXExport.write(network.graph, network.weights, network.style, to: path)
    #expect(folder.bytes("taken.onnx").count > 10_000)
  }

  @Test func aStyleThatDoesNotFitIsRefused() throws {
    let network = try Importer.read(CheckpointTests.fixtures + "examples.pth")
    #expect(throws: NetworkError.self) {
      try ONNXExport.write(
        network.graph, network.weights, StyleVectors([:]), to: folder.file("x.onnx"))
    }
  }
}
