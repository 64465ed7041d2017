import Files
import Foundation
import Networks
import StyleLibrary

/// Packs with random adapters for the network that is shipped.
extension TemporaryFolder {
  var styles: String { path("styles") }

  /// The network and its identity, without which there is no style.
  func addTrunk() throws {
    try FileManager.default.createDirectory(atPath: styles, withIntermediateDirectories: true)
    for pack in ["trunk", "photo"] {
      try FileManager.default.copyItem(
        atPath: "\(Program.styles)/\(pack)", toPath: "\(styles)/\(pack)")
    }
  }

  /// A style with vectors of one that is shipped.
  ///
  /// - Parameter seed: of the adapter; nil for none.
  func addStyle(_ name: String, adapter seed: UInt64?, like shipped: String = "starry") throws {
    let pack = "\(styles)/\(name)"
    try FileManager.default.createDirectory(atPath: pack, withIntermediateDirectories: true)
    try FileManager.default.copyItem(
      atPath: "\(Program.styles)/\(shipped)/vectors.safetensors",
      toPath: "\(pack)/vectors.safetensors")
    var facts: [String: Any] = [
      "format": 1, "name": name, "network": "trunk", "vectors": "vectors.safetensors",
      "workingSize": 640,
    ]
    if let seed {
      try writeAdapter(of: name, seed: seed)
      let weights = try Data(
        contentsOf: URL(fileURLWithPath: "\(styles)/trunk/weights.safetensors"))
      facts["format"] = 2
      facts["adapter"] = "adapter.safetensors"
      facts["trunkHash"] = weights.withUnsafeBytes { SHA256.hexadecimal($0) }
    }
    try JSONSerialization.data(withJSONObject: facts)
      .write(to: URL(fileURLWithPath: "\(pack)/style.json"))
  }

  /// Pairs of rank 4 for every convolution but the first and the last, which change in full.
  ///
  /// - Parameter scale: of the second factor and of the differences.
  func writeAdapter(of name: String, seed: UInt64, scale: Float = 0.3) throws {
    var state = seed &* 0x9e37_79b9_7f4a_7c15
    func tensor(_ shape: [Int], _ bound: Float) -> Tensor {
      let values = (0..<shape.reduce(1, *)).map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return (Float(state >> 40) / Float(1 << 23) - 1) * bound
      }
      return Tensor(shape: shape, values: values)
    }
    var tensors: [String: Tensor] = [:]
    let network = try NetworkPack(folder: "\(styles)/trunk").network()
    for convolution in network.stages.compactMap(\.convolution) {
      let (name, shape) = (convolution.name, convolution.weightShape)
      let bound = 1 / Float(shape.dropFirst().reduce(1, *)).squareRoot()
      if ["down1", "out"].contains(name) {
        tensors[name + ".delta"] = tensor(shape, scale * bound)
      } else {
        tensors[name + ".a"] = tensor([4] + shape.dropFirst(), bound)
        tensors[name + ".b"] = tensor([shape[0], 4], scale)
      }
    }
    try SafetensorsFile.write(
      tensors, as: .float16, to: "\(styles)/\(name)/adapter.safetensors")
  }
}
