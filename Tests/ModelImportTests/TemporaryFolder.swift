import Files
import Glibc
import Networks
import StyleLibrary

/// A folder that goes away with the test.
final class TemporaryFolder {
  let path: String

  init() {
    var template = Array("/tmp/stylize-models-XXXXXX".utf8CString)
    path = template.withUnsafeMutableBufferPointer { String(cString: mkdtemp($0.baseAddress!)) }
  }

  deinit { Self.remove(path) }

  func file(_ name: String) -> String { path + "/" + name }

  @discardableResult
  func folder(_ name: String) -> String {
    mkdir(file(name), 0o755)
    return file(name)
  }

  @discardableResult
  func write(_ name: String, _ text: String) -> String { write(name, Array(text.utf8)) }

  @discardableResult
  func write(_ name: String, _ bytes: [UInt8]) -> String {
    let file = fopen(self.file(name), "w")!
    fwrite(bytes, 1, bytes.count, file)
    fclose(file)
    return self.file(name)
  }

  func bytes(_ name: String) -> [UInt8] {
    let file = fopen(self.file(name), "r")!
    defer { fclose(file) }
    fseek(file, 0, SEEK_END)
    var bytes = [UInt8](repeating: 0, count: ftell(file))
    rewind(file)
    fread(&bytes, 1, bytes.count, file)
    return bytes
  }

  private static func remove(_ path: String) {
    if let directory = opendir(path) {
      while let entry = readdir(directory) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) {
          $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if name != ".", name != ".." { remove(path + "/" + name) }
      }
      closedir(directory)
    }
    Glibc.remove(path)
  }
}

extension TemporaryFolder {
  static let trunk = Trunk(
    channels: [2, 3, 4], residualBlocks: 1, firstKernel: 3, lastKernel: 5)

  /// A pack of a small trunk whose weights are all 0.1.
  func addNetwork(_ name: String) throws {
    let folder = folder(name)
    write(
      "\(name)/network.json",
      """
      {"format": 1, "architecture": "trunk", "name": "\(name)", "channels": [2, 3, 4],
       "residualBlocks": 1, "firstKernel": 3, "lastKernel": 5,
       "weights": "weights.safetensors", "licence": "MIT"}
      """)
    var tensors: [String: Tensor] = [:]
    for convolution in try StagedNetwork(Self.trunk.graph()).stages.compactMap(\.convolution) {
      let count = convolution.weightShape.reduce(1, *)
      tensors[convolution.weightName] = Tensor(
        shape: convolution.weightShape, values: [Float](repeating: 0.1, count: count))
    }
    try SafetensorsFile.write(tensors, as: .float16, to: folder + "/weights.safetensors")
  }

  /// A pack of a style with one number for all its γ (or α, of an identity) and one for all its β.
  func addStyle(
    _ name: String, aliases: [String] = [], network: String = "trunk", gain: Float = 1,
    beta: Float = 0, isIdentity: Bool = false, workingSize: Int = 1024,
    grain: Double? = nil
  ) throws {
    let folder = folder(name)
    write(
      "\(name)/style.json",
      """
      {"format": 1, "name": "\(name)", "aliases": \(aliases), "title": "A title", "artist": "Somebody",
       "year": 1889, "licence": "public domain", "network": "\(network)",
       "vectors": "vectors.safetensors", "workingSize": \(workingSize)
       \(isIdentity ? #", "identity": true"# : "")\(grain.map { #", "grain": \#($0)"# } ?? "")}
      """)
    var tensors: [String: Tensor] = [:]
    for norm in try StagedNetwork(Self.trunk.graph()).norms {
      func tensor(_ value: Float) -> Tensor {
        Tensor(shape: [norm.channels], values: [Float](repeating: value, count: norm.channels))
      }
      tensors[norm.name + (isIdentity ? ".alpha" : ".gamma")] = tensor(gain)
      tensors[norm.name + ".beta"] = tensor(beta)
    }
    try SafetensorsFile.write(tensors, as: .float32, to: folder + "/vectors.safetensors")
  }

  /// Gives a style, which is there, an adapter for the network beside it.
  ///
  /// - Parameter hash: of the network's weights; nil for the right one.
  func addAdapter(
    _ tensors: [String: Tensor], as element: FloatElement = .float16, to name: String,
    network: String = "trunk", hash: String? = nil
  ) throws {
    let right = bytes(network + "/weights.safetensors")
      .withUnsafeBytes { SHA256.hexadecimal($0) }
    let facts = String(decoding: bytes(name + "/style.json"), as: UTF8.self)
    write(
      name + "/style.json",
      facts.replacing(
        "\"format\": 1",
        with: """
          "format": 2, "adapter": "adapter.safetensors", "trunkHash": "\(hash ?? right)", "grain": 3.0
          """))
    try SafetensorsFile.write(tensors, as: element, to: file(name + "/adapter.safetensors"))
  }
}
