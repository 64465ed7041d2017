internal import StyleLibrary

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// A reader of a model's tensors, in the file or in files beside it.
struct ONNXTensorReader {
  let path: String
  /// The most numbers in all tensors together: twenty times the largest style network.
  private static let countLimit = 1 << 28

  func constant(_ tensor: Onnx_TensorProto) throws -> ONNXConstant {
    let shape = tensor.dims.map { Int($0) }
    guard shape.count <= SafetensorsHeader.rankLimit,
      let count = ONNXConstant.count(shape, limit: Self.countLimit)
    else { throw malformed(tensor, "has the shape \(shape)") }
    let isInteger = ![1, 10, 11, 16].contains(tensor.dataType)
    let values = try values(tensor, count)
    guard values.count == count else {
      throw malformed(tensor, "of shape \(shape) has \(values.count) numbers")
    }
    return ONNXConstant(shape: shape, values: values, isInteger: isInteger)
  }

  private func values(_ tensor: Onnx_TensorProto, _ count: Int) throws -> [Double] {
    if tensor.dataLocation == 1 { return try external(tensor, count) }
    if tensor.hasRawData {
      return try tensor.rawData.withUnsafeBytes { try raw($0, tensor, count) }
    }
    switch tensor.dataType {
    case 1: return tensor.floatData.map(Double.init)
    case 7: return tensor.int64Data.map(Double.init)
    case 10:
      return tensor.int32Data.map { Double(Float16(bitPattern: UInt16(truncatingIfNeeded: $0))) }
    case 11: return tensor.doubleData
    case 16:
      return tensor.int32Data.map {
        Double(Float(bitPattern: UInt32(truncatingIfNeeded: $0) << 16))
      }
    default: return tensor.int32Data.map(Double.init)
    }
  }

  private func raw(_ bytes: UnsafeRawBufferPointer, _ tensor: Onnx_TensorProto, _ count: Int) throws
    -> [Double]
  {
    func read<Value: FixedWidthInteger>(_ type: Value.Type, _ number: (Value) -> Double) throws
      -> [Double]
    {
      let size = MemoryLayout<Value>.size
      guard bytes.count == count * size else {
        throw malformed(tensor, "of \(count) numbers has \(bytes.count) bytes")
      }
      return (0..<count).map {
        number(Value(littleEndian: bytes.loadUnaligned(fromByteOffset: $0 * size, as: type)))
      }
    }
    switch tensor.dataType {
    case 1: return try read(UInt32.self) { Double(Float(bitPattern: $0)) }
    case 2, 9: return try read(UInt8.self) { Double($0) }
    case 3: return try read(Int8.self) { Double($0) }
    case 6: return try read(Int32.self) { Double($0) }
    case 7: return try read(Int64.self) { Double($0) }
    case 10: return try read(UInt16.self) { Double(Float16(bitPattern: $0)) }
    case 11: return try read(UInt64.self) { Double(bitPattern: $0) }
    case 16: return try read(UInt16.self) { Double(Float(bitPattern: UInt32($0) << 16)) }
    default:
      throw ModelError.unsupportedElement(
        path: path, tensor: tensor.name.printable, element: "number \(tensor.dataType)",
        supported: ["float", "float16", "bfloat16", "double", "int8", "int32", "int64", "bool"])
    }
  }

  /// Reads the numbers of a tensor that are in another file of the model's folder.
  private func external(_ tensor: Onnx_TensorProto, _ count: Int) throws -> [Double] {
    var entries: [String: String] = [:]
    for entry in tensor.externalData { entries[entry.key] = entry.value }
    guard let location = entries["location"] else { throw malformed(tensor, "names no file") }
    let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    let file = try MappedFile(
      PackFolder(folder.isEmpty ? "/" : folder).file(location), limit: SafetensorsFile.sizeLimit)
    let offset = Int(entries["offset"] ?? "0") ?? -1
    guard offset >= 0, offset <= file.bytes.count else {
      throw malformed(tensor, "lies at \(offset) of \(file.bytes.count) bytes of '\(location)'")
    }
    let length = entries["length"].map { Int($0) ?? -1 } ?? file.bytes.count - offset
    guard length >= 0, length <= file.bytes.count - offset else {
      throw malformed(tensor, "ends beyond '\(location.printable)'")
    }
    return try raw(
      UnsafeRawBufferPointer(rebasing: file.bytes[offset..<offset + length]), tensor, count)
  }

  private func malformed(_ tensor: Onnx_TensorProto, _ reason: String) -> ModelError {
    .malformed(path: path, reason: "tensor '\(tensor.name.printable)' \(reason)")
  }
}
