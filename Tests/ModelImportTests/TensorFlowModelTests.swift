import ModelImport
import Networks
import StyleLibrary
import Testing

/// Models as TensorFlow's users have them (`tensorflow_models.py`), against ONNX Runtime: channels last,
/// instance norms written out, automatic padding.
@Suite struct TensorFlowModelTests {
  static let fixtures = ReferenceValueTests.here + "Fixtures/tensorflow/"
  static let outputs = Result { try SafetensorsFile(fixtures + "outputs.safetensors") }

  private func error(_ name: String) throws -> Float {
    let network = try Importer.read(Self.fixtures + name + ".onnx")
    let outputs = try Self.outputs.get()
    return try ReferenceValueTests.error(
      from: outputs.tensor(name + ".input"), to: outputs.tensor(name + ".output"),
      StagedNetwork(network.graph), network.weights, network.style)
  }

  @Test(arguments: [
    "divided-fixed-11", "divided-dynamic-13", "batch-fixed-13", "batch-resize-15",
    "divided-resize-18",
  ])
  func convertedNetworksEqualRuntime(name: String) throws {
    let network = try Importer.read(Self.fixtures + "tf-\(name).onnx")
    #expect(network.input == PixelFormat(.bytes) && network.output == PixelFormat(.bytes))
    // What was written out became norms again: one for each convolution.
    #expect(network.style.norms.count == 8)
    #expect(try error("tf-" + name) <= ReferenceValueTests.tolerance)
  }

  @Test(arguments: [
    "transposed-upper", "transposed-lower", "transposed-shape", "transposed-odd-shape",
    "transposed-added", "linear-asymmetric", "nearest-tensorflow", "norm-power",
    "norm-reciprocal", "norm-over",
  ])
  func formsEqualRuntime(name: String) throws {
    #expect(try error("form-" + name) <= ReferenceValueTests.tolerance)
  }

  @Test(arguments: ["mean", "axes", "other", "edge"]) func whatIsNoNormIsNamed(name: String) throws
  {
    do {
      _ = try Importer.read(Self.fixtures + "refused-\(name).onnx")
      Issue.record("read")
    } catch ModelError.unsupportedOperation(_, let node, _, _) {
      #expect(node == "bad")
    }
  }
}
