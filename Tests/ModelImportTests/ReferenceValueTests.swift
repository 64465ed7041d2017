import CPUBackend
import Engine
import Networks
import StyleLibrary
import Testing

/// Outputs of PyTorch (`reference.py`) against ours, in single precision on the CPU.
@Suite struct ReferenceValueTests {
  static let here = String(#filePath.dropLast("ReferenceValueTests.swift".count))
  /// Of full scale.
  static let tolerance: Float = 1e-4

  static func fixture(_ name: String) throws -> [String: Tensor] {
    try SafetensorsFile(here + "Fixtures/" + name + ".safetensors").tensors()
  }

  /// The largest difference between our painting of `<name>.input` and `<name>.output`.
  static func error(
    _ name: String, _ fixture: [String: Tensor], _ network: StagedNetwork, _ weights: Weights,
    _ style: StyleVectors
  ) throws -> Float {
    try error(
      from: fixture[name + ".input"]!, to: fixture[name + ".output"]!, network, weights, style)
  }

  /// The largest difference between our painting of `input`, (3, H, W) in 0…255, and `output`, in 0…1.
  static func error(
    from input: Tensor, to output: Tensor, _ network: StagedNetwork, _ weights: Weights,
    _ style: StyleVectors
  ) throws -> Float {
    let size = Size(height: input.shape[1], width: input.shape[2])
    let backend = CPUBackend(threads: 2)
    let prepared = try PreparedNetwork(network, weights: weights, on: backend)
    let plan = try Planner(prepared, precision: .float32)
      .plan(for: size, input: .uint8, output: .uint16)
    let photograph = try backend.makeMap(
      plan.maps[0].shape, .uint8, region: plan.maps[0].region)
    let bytes = (0..<size.pixels * 3).map { UInt8(input.values[$0 % 3 * size.pixels + $0 / 3]) }
    bytes.withUnsafeBytes { backend.write($0, rows: 0..<size.height, to: photograph) }
    let painting = try Executor(prepared).run(photograph, style: style, plan: plan)
    var levels = [UInt16](repeating: 0, count: size.pixels * 3)
    levels.withUnsafeMutableBytes { backend.read(rows: 0..<size.height, from: painting, into: $0) }
    return levels.indices.reduce(0) { largest, index in
      let expected = output.values[index % 3 * size.pixels + index / 3]
      return max(largest, abs(Float(levels[index]) / 65535 - expected))
    }
  }

  @Test(arguments: ["48x64", "53x70", "37x33"]) func smallTrunkEqualsPyTorch(name: String) throws {
    let fixture = try Self.fixture("small-trunk")
    let trunk = Trunk(channels: [8, 12, 20], residualBlocks: 2, firstKernel: 5, lastKernel: 5)
    let network = StagedNetwork(try trunk.graph())
    var norms: [String: NormVectors] = [:]
    for norm in network.norms {
      norms[norm.name] = NormVectors(
        gamma: fixture[norm.name + ".gamma"]!.values, beta: fixture[norm.name + ".beta"]!.values,
        alpha: fixture[norm.name + ".alpha"]!.values)
    }
    let error = try Self.error(name, fixture, network, Weights(fixture), StyleVectors(norms))
    #expect(error <= Self.tolerance)
  }

  static let styles = here + "../../Styles"

  @Test(arguments: [("starry", "starry", 1.0), ("wave-strength-0.5", "wave", 0.5)])
  func shippedStylesEqualPyTorch(name: String, mix: String, strength: Double) throws {
    let style = try Catalog(folders: [Self.styles]).resolve(StyleMix(mix), strength: strength)
    let error = try Self.error(
      name, Self.fixture("shipped-trunk"), style.network.network(), style.weights(), style.vectors)
    #expect(error <= Self.tolerance)
  }
}
