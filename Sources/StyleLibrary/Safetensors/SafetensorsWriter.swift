internal import Files
package import Networks

extension SafetensorsFile {
  /// Writes tensors, in the order of their names; a reader finds the whole new file or the former
  /// one.
  ///
  /// - Throws: ``ModelError/unwritable``, and ``ModelError/malformed`` for a number that is finite
  ///   but too large for the element.
  package static func write(
    _ tensors: [String: Tensor], as element: FloatElement, metadata: [String: String] = [:],
    to path: String
  ) throws {
    try AtomicFile.write(encode(tensors, as: element, metadata: metadata, path), to: path)
  }

  package static func encode(
    _ tensors: [String: Tensor], as element: FloatElement, metadata: [String: String],
    _ path: String
  ) throws -> [UInt8] {
    let ordered = tensors.sorted { $0.key < $1.key }
    var header: [String: HeaderValue] = metadata.isEmpty ? [:] : ["__metadata__": .notes(metadata)]
    var end = 0
    for (name, tensor) in ordered {
      let start = end
      end += tensor.values.count * element.byteCount
      header[name] = .tensor(element.rawValue, tensor.shape, [start, end])
      if element == .float16,
        let value = tensor.values.first(where: { $0.isFinite && !Float16($0).isFinite })
      {
        throw ModelError.malformed(
          path: path, reason: "tensor '\(name)' holds \(value), too large for binary16")
      }
    }
    var json = try JSONFile.encode(header, isForPeople: false)
    // Tensors start at a multiple of eight.
    json.append(contentsOf: [UInt8](repeating: UInt8(ascii: " "), count: (8 - json.count % 8) % 8))
    var bytes = withUnsafeBytes(of: UInt64(json.count).littleEndian) { Array($0) }
    bytes.reserveCapacity(bytes.count + json.count + end)
    bytes.append(contentsOf: json)
    for (_, tensor) in ordered { element.append(tensor.values, to: &bytes) }
    return bytes
  }
}

private enum HeaderValue: Encodable {
  case notes([String: String])
  case tensor(String, [Int], [Int])

  enum CodingKeys: String, CodingKey {
    case element = "dtype"
    case shape
    case offsets = "data_offsets"
  }

  func encode(to encoder: any Encoder) throws {
    switch self {
    case .notes(let notes): try notes.encode(to: encoder)
    case .tensor(let element, let shape, let offsets):
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(element, forKey: .element)
      try container.encode(shape, forKey: .shape)
      try container.encode(offsets, forKey: .offsets)
    }
  }
}
