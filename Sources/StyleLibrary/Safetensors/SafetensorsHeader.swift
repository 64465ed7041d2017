internal import Networks

/// The header of a safetensors file, checked against the file's length.
package struct SafetensorsHeader {
  package struct Entry {
    package var element: String
    package var shape: [Int]
    /// The range of the tensor's bytes in the file.
    package var bytes: Range<Int>

    package init(element: String, shape: [Int], bytes: Range<Int>) {
      self.element = element
      self.shape = shape
      self.bytes = bytes
    }
  }

  /// The longest header, in bytes; a network of a thousand tensors needs a hundredth of it.
  static let lengthLimit = 16 << 20
  package static let rankLimit = 8

  package private(set) var tensors: [String: Entry] = [:]
  package private(set) var metadata: [String: String] = [:]

  package init(_ file: UnsafeRawBufferPointer, _ path: String) throws {
    func malformed(_ reason: String) -> ModelError { .malformed(path: path, reason: reason) }
    guard file.count >= 8 else {
      throw malformed("not a safetensors file: has \(file.count) bytes, needs at least 8")
    }
    let announced = UInt64(littleEndian: file.loadUnaligned(as: UInt64.self))
    guard announced <= UInt64(Self.lengthLimit), Int(announced) <= file.count - 8 else {
      throw malformed(
        "not a safetensors file, or truncated: announces a header of \(announced) bytes"
          + " in a file of \(file.count)")
    }
    let start = 8 + Int(announced)
    let json = UnsafeRawBufferPointer(rebasing: file[8..<start])
    let listed = try JSONFile.decode(Listing.self, from: json, path)
    metadata = listed.metadata

    for (name, tensor) in listed.tensors {
      guard tensor.shape.count <= Self.rankLimit, tensor.shape.allSatisfy({ $0 >= 0 }) else {
        throw malformed("tensor '\(name)' has the shape \(tensor.shape)")
      }
      guard tensor.offsets.count == 2, 0 <= tensor.offsets[0],
        tensor.offsets[0] <= tensor.offsets[1], tensor.offsets[1] <= file.count - start
      else {
        throw malformed(
          "tensor '\(name)' lies at \(tensor.offsets) of \(file.count - start) bytes")
      }
      let range = tensor.offsets[0]..<tensor.offsets[1]
      guard let bytes = Self.byteCount(of: tensor.shape, tensor.element), bytes == range.count
      else {
        throw malformed(
          "tensor '\(name)' of type \(tensor.element) and shape \(tensor.shape)"
            + " is given \(range.count) bytes")
      }
      tensors[name] = Entry(
        element: tensor.element, shape: tensor.shape,
        bytes: range.lowerBound + start..<range.upperBound + start)
    }
    try checkLayout(start..<file.count, malformed)
  }

  /// Checks that tensors leave neither gaps nor overlaps, as the format demands, so that no byte of
  /// a file goes unchecked.
  private func checkLayout(_ data: Range<Int>, _ malformed: (String) -> ModelError) throws {
    var end = data.lowerBound
    let ordered = tensors.sorted {
      ($0.value.bytes.lowerBound, $0.value.bytes.upperBound)
        < ($1.value.bytes.lowerBound, $1.value.bytes.upperBound)
    }
    for (name, entry) in ordered {
      guard entry.bytes.lowerBound == end else {
        throw malformed(
          "tensor '\(name)' \(entry.bytes.lowerBound < end ? "overlaps" : "leaves a gap after")"
            + " the one before it")
      }
      end = entry.bytes.upperBound
    }
    guard end == data.upperBound else {
      throw malformed("\(data.upperBound - end) bytes follow the last tensor")
    }
  }

  /// The number of bytes of a tensor; nil when the type is not one of the format's or the number
  /// overflows.
  private static func byteCount(of shape: [Int], _ element: String) -> Int? {
    let sizes = [
      "BOOL": 1, "U8": 1, "I8": 1, "F8_E5M2": 1, "F8_E4M3": 1, "U16": 2, "I16": 2, "F16": 2,
      "BF16": 2, "U32": 4, "I32": 4, "F32": 4, "U64": 8, "I64": 8, "F64": 8,
    ]
    guard var count = sizes[element] else { return nil }
    for length in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: length)
      guard !overflow else { return nil }
      count = product
    }
    return count
  }
}

/// The header as JSON: tensors by name, and metadata under a name of their own.
private struct Listing: Decodable {
  struct Tensor: Decodable {
    var element: String
    var shape: [Int]
    var offsets: [Int]

    package init(element: String, shape: [Int], offsets: [Int]) {
      self.element = element
      self.shape = shape
      self.offsets = offsets
    }

    enum CodingKeys: String, CodingKey {
      case element = "dtype"
      case shape
      case offsets = "data_offsets"
    }
  }

  struct Name: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  var tensors: [String: Tensor] = [:]
  var metadata: [String: String] = [:]

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Name.self)
    for name in container.allKeys {
      if name.stringValue == "__metadata__" {
        metadata = try container.decode([String: String].self, forKey: name)
      } else {
        tensors[name.stringValue] = try container.decode(Tensor.self, forKey: name)
      }
    }
  }
}
