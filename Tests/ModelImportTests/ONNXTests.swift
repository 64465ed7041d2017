import ModelImport
import Networks
import StyleLibrary
import Testing

/// Models and what ONNX Runtime computes with them (`onnx_models.py`), against ours.
@Suite struct ONNXTests {
  static let fixtures = ReferenceValueTests.here + "Fixtures/onnx/"
  static let outputs = Result { try SafetensorsFile(fixtures + "outputs.safetensors") }

  static func error(_ name: String) throws -> Float {
    let network = try Importer.read(fixtures + name + ".onnx")
    let outputs = try outputs.get()
    return try ReferenceValueTests.error(
      from: outputs.tensor(name + ".input"), to: outputs.tensor(name + ".output"),
      StagedNetwork(network.graph), network.weights, network.style)
  }

  @Test(arguments: [
    "examples-9-script-fixed", "examples-11-script-dynamic", "examples-13-script-dynamic",
    "examples-17-script-fixed", "examples-20-script-dynamic", "examples-18-dynamo-fixed",
    "examples-20-dynamo-dynamic", "tangent-11-script-dynamic", "tangent-20-dynamo-dynamic",
  ])
  func modelsThatPyTorchExportsEqualRuntime(name: String) throws {
    let network = try Importer.read(Self.fixtures + "exported-" + name + ".onnx")
    #expect(network.input == PixelFormat(.bytes))
    #expect(try Self.error("exported-" + name) <= ReferenceValueTests.tolerance)
  }

  @Test(arguments: 0..<24) func randomGraphsEqualRuntime(number: Int) throws {
    #expect(try Self.error("random-\(number)") <= ReferenceValueTests.tolerance)
  }

  @Test(arguments: ["operator", "product", "cycle", "corners", "domain", "huge", "twice"])
  func whatIsNotSupportedIsNamed(name: String) throws {
    let path = Self.fixtures + "refused-" + name + ".onnx"
    do {
      _ = try Importer.read(path)
      Issue.record("read")
    } catch ModelError.unsupportedOperation(_, let node, _, _) {
      #expect(node == "bad")
    }
  }

  @Test(arguments: ["opset", "channels"]) func otherModelsAreRefused(name: String) {
    #expect(throws: ModelError.self) {
      try Importer.read(Self.fixtures + "refused-" + name + ".onnx")
    }
  }
}
