internal import Networks
internal import StyleLibrary

/// The tensors of a file that `torch.save` wrote: a state dictionary, or a dictionary with one in it.
struct TorchCheckpoint {
  /// The largest size of a file, in bytes.
  static let sizeLimit = 2 << 30
  /// The largest size of the part that is a pickle, in bytes.
  private static let pickleLimit = 16 << 20
  /// The names under which checkpoints keep the state dictionary, the likeliest first.
  private static let wrappers = [
    "state_dict", "model_state_dict", "model", "net", "network", "generator", "params_ema",
    "params",
  ]

  let file: MappedFile
  /// The tensors, in the file's order.
  private(set) var tensors: [(name: String, tensor: TorchTensor)] = []
  /// The range of the file with each storage's bytes, by key.
  private var storages: [String: Range<Int>] = [:]

  /// Whether a file starts like one that `torch.save` wrote, in either form.
  ///
  /// - Throws: ``ModelError/unreadable``, ``ModelError/tooLarge``.
  static func isCheckpoint(_ path: String) throws -> Bool {
    let file = try MappedFile(path, limit: sizeLimit)
    return ZipArchive.isZip(file.bytes) || file.bytes.starts(with: [0x80, 0x02])
  }

  /// - Throws: ``ModelError``.
  init(_ path: String) throws {
    let file = try MappedFile(path, limit: Self.sizeLimit)
    self.file = file
    var pickle = PickleReader(path)
    let root =
      ZipArchive.isZip(file.bytes)
      ? try readZip(&pickle) : try readLegacy(&pickle)
    try collect(root, pickle)
  }

  /// The numbers of a tensor, row by row.
  ///
  /// - Throws: ``ModelError`` when they are missing or not floating-point numbers.
  func values(of tensor: TorchTensor, named name: String) throws -> Tensor {
    let element = tensor.storage.element
    guard let range = storages[tensor.storage.key],
      range.count / element.byteCount >= tensor.storage.count
    else {
      throw ModelError.malformed(
        path: file.path, reason: "the numbers of '\(name.printable)' are missing")
    }
    let bytes = UnsafeRawBufferPointer(rebasing: file.bytes[range])
    func half(_ position: Int) -> UInt16 {
      UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: 2 * position, as: UInt16.self))
    }
    switch element {
    case .float32:
      return tensor.gathered { position in
        let pattern = bytes.loadUnaligned(fromByteOffset: 4 * position, as: UInt32.self)
        return Float(bitPattern: UInt32(littleEndian: pattern))
      }
    case .float16: return tensor.gathered { Float(Float16(bitPattern: half($0))) }
    case .bfloat16: return tensor.gathered { Float(bitPattern: UInt32(half($0)) << 16) }
    case .float64:
      return tensor.gathered { position in
        let pattern = bytes.loadUnaligned(fromByteOffset: 8 * position, as: UInt64.self)
        return Float(Double(bitPattern: UInt64(littleEndian: pattern)))
      }
    default:
      throw ModelError.unsupportedElement(
        path: file.path, tensor: name, element: element.rawValue,
        supported: ["float32", "float16", "bfloat16", "float64"])
    }
  }

  // MARK: -

  private mutating func readZip(_ pickle: inout PickleReader) throws -> PickleValue {
    let archive = try ZipArchive(file.bytes, file.path)
    guard let name = archive.entries.keys.first(where: { $0.hasSuffix("/data.pkl") }),
      let data = archive.entries[name]
    else { throw malformed("a ZIP file without data.pkl: not made by torch.save") }
    guard data.count <= Self.pickleLimit else {
      throw ModelError.tooLarge(path: file.path, bytes: data.count, limit: Self.pickleLimit)
    }
    let folder = name.dropLast("data.pkl".count)
    if let order = archive.entries[folder + "byteorder"],
      String(decoding: file.bytes[order], as: UTF8.self) != "little"
    {
      throw malformed("the checkpoint was written on a big-endian machine")
    }
    for (entry, range) in archive.entries where entry.hasPrefix(folder + "data/") {
      storages[String(entry.dropFirst(folder.count + 5))] = range
    }
    var reader = ByteReader(UnsafeRawBufferPointer(rebasing: file.bytes[data]))
    return try pickle.value(&reader)
  }

  /// Reads the form before PyTorch 1.6: pickles one after the other (a magic number, a version, facts about the
  /// machine, the object, the storages' keys), then each storage's count and numbers.
  private mutating func readLegacy(_ pickle: inout PickleReader) throws -> PickleValue {
    var reader = ByteReader(file.bytes)
    guard file.bytes.starts(with: [0x80, 0x02, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20])
    else { throw malformed("neither form of file that torch.save writes") }
    for _ in 0..<3 { _ = try pickle.value(&reader) }
    let root = try pickle.value(&reader)
    let elements = [String: TorchElement](
      pickle.storages.map { ($0.key, $0.element) }, uniquingKeysWith: { first, _ in first })
    guard case .list(let keys) = try pickle.value(&reader) else {
      throw malformed("the list of storages is missing")
    }
    for key in pickle.items(keys) {
      guard let key = key.text, let element = elements[key] else {
        throw malformed("a storage that no tensor uses")
      }
      do {
        let count = try reader.integer(Int64.self)
        let (bytes, overflow) = Int(count).multipliedReportingOverflow(by: element.byteCount)
        guard !overflow else { throw ByteReader.EndOfFile() }
        let start = reader.position
        _ = try reader.take(bytes)
        storages[key] = start..<start + bytes
      } catch is ByteReader.EndOfFile {
        throw malformed("the numbers are truncated")
      }
    }
    return root
  }

  private mutating func collect(_ root: PickleValue, _ pickle: PickleReader) throws {
    guard case .dictionary(let top) = root else {
      throw malformed("holds no dictionary of tensors")
    }
    var found = Self.tensors(pickle.pairs(top))
    if found.isEmpty {
      let inner = pickle.pairs(top).compactMap { pair -> (name: String, index: Int)? in
        guard let name = pair.key.text, case .dictionary(let index) = pair.value else { return nil }
        return (name, index)
      }
      let ranked = inner.sorted { Self.rank($0.name) < Self.rank($1.name) }
      found = ranked.lazy.map { Self.tensors(pickle.pairs($0.index)) }.first { !$0.isEmpty } ?? []
    }
    guard !found.isEmpty else { throw malformed("holds no dictionary of tensors") }
    tensors = found
  }

  private static func rank(_ name: String) -> Int {
    wrappers.firstIndex(of: name) ?? wrappers.count
  }

  private static func tensors(_ pairs: [(key: PickleValue, value: PickleValue)])
    -> [(name: String, tensor: TorchTensor)]
  {
    pairs.compactMap { pair in
      guard let name = pair.key.text, let tensor = pair.value.tensor else { return nil }
      return (name, tensor)
    }
  }

  private func malformed(_ reason: String) -> ModelError {
    .malformed(path: file.path, reason: reason)
  }
}

extension TorchTensor {
  /// The tensor's numbers in row-major order; `load` reads one at a position in the storage.
  fileprivate func gathered(_ load: (Int) -> Float) -> Tensor {
    let count = shape.reduce(1, *)
    var values: [Float] = []
    values.reserveCapacity(count)
    var index = [Int](repeating: 0, count: shape.count)
    var position = offset
    for _ in 0..<count {
      values.append(load(position))
      for axis in shape.indices.reversed() {
        index[axis] += 1
        position += strides[axis]
        if index[axis] < shape[axis] { break }
        position -= shape[axis] * strides[axis]
        index[axis] = 0
      }
    }
    return Tensor(shape: shape, values: values)
  }
}
