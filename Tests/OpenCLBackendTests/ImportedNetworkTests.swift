import ModelImport
import Networks
import Reference
import StyleLibrary
import Testing

extension OnDevice {
  /// Models and what ONNX Runtime computes with them, imported and computed on a device.
  @Suite struct ImportedNetworkTests {
    static let fixtures =
      String(#filePath.dropLast("OpenCLBackendTests/ImportedNetworkTests.swift".count))
      + "ModelImportTests/Fixtures/"

    private func worst(_ folder: String, _ name: String) throws -> Double {
      let folder = Self.fixtures + folder + "/"
      let outputs = try SafetensorsFile(folder + "outputs.safetensors")
      let input = try outputs.tensor(name + ".input")
      let expected = try outputs.tensor(name + ".output")
      let imported = try Importer.read(folder + name + ".onnx")
      let size = Size(height: input.shape[1], width: input.shape[2])
      let picture = (0..<size.pixels * 3).map {
        UInt8(input.values[$0 % 3 * size.pixels + $0 / 3])
      }
      let network = RandomNetwork(imported.graph, imported.weights, imported.style)
      let painting = levels(try paint(network, picture, size, on: try #require(sharedBackend)))
      return painting.indices.map { index in
        abs(painting[index] - Double(expected.values[index % 3 * size.pixels + index / 3]))
      }.max()!
    }

    @Test(arguments: 0..<24) func randomGraphsEqualRuntime(number: Int) throws {
      #expect(try worst("onnx", "random-\(number)") < 1e-4)
    }

    @Test(arguments: ["exported-examples-20-dynamo-dynamic", "exported-tangent-11-script-dynamic"])
    func exportedNetworksEqualRuntime(name: String) throws {
      #expect(try worst("onnx", name) < 1e-4)
    }

    @Test(arguments: ["tf-divided-fixed-11", "tf-batch-resize-15", "form-linear-asymmetric"])
    func convertedNetworksEqualRuntime(name: String) throws {
      #expect(try worst("tensorflow", name) < 1e-4)
    }
  }
}
