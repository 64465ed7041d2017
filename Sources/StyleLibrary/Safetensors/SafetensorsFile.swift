package import Networks

/// A file of named tensors in the safetensors format, read through a memory map.
///
/// The format (<https://huggingface.co/docs/safetensors>): eight bytes, little-endian, with the
/// length of a JSON header; the header, which gives each tensor's type, shape and byte range; the
/// tensors' bytes, row-major and little-endian. Everything that the header says is checked against
/// the file before a tensor is made.
package struct SafetensorsFile: Sendable {
  /// The largest size of a file, in bytes: a hundred times the largest style network.
  package static let sizeLimit = 2 << 30

  private let file: MappedFile
  private let header: SafetensorsHeader

  /// - Throws: ``ModelError`` when the file can't be read or contradicts itself.
  package init(_ path: String, limit: Int = sizeLimit) throws {
    file = try MappedFile(path, limit: limit)
    header = try SafetensorsHeader(file.bytes, path)
  }

  package var path: String { file.path }
  /// The names of the tensors, sorted.
  package var names: [String] { header.tensors.keys.sorted() }
  /// The notes of the program that wrote the file, by name.
  package var metadata: [String: String] { header.metadata }

  package func shape(of name: String) -> [Int]? { header.tensors[name]?.shape }

  /// - Throws: ``ModelError/missingTensor``, ``ModelError/unsupportedElement``.
  package func tensor(_ name: String) throws -> Tensor {
    guard let entry = header.tensors[name] else {
      throw ModelError.missingTensor(path: path, name: name)
    }
    guard let element = FloatElement(rawValue: entry.element) else {
      throw ModelError.unsupportedElement(
        path: path, tensor: name, element: entry.element,
        supported: FloatElement.allCases.map(\.rawValue))
    }
    let bytes = UnsafeRawBufferPointer(rebasing: file.bytes[entry.bytes])
    return Tensor(shape: entry.shape, values: element.floats(bytes))
  }

  /// All tensors.
  package func tensors() throws -> [String: Tensor] {
    var tensors: [String: Tensor] = [:]
    for name in header.tensors.keys { tensors[name] = try tensor(name) }
    return tensors
  }
}
