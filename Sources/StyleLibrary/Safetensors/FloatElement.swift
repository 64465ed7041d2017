/// The type in which a number is stored in a file, little-endian.
package enum FloatElement: String, Hashable, Sendable, CaseIterable {
  case float32 = "F32"
  case float16 = "F16"
  /// The upper half of a binary32.
  case bfloat16 = "BF16"

  package var byteCount: Int { self == .float32 ? 4 : 2 }

  /// Decodes numbers.
  ///
  /// - Precondition: `bytes` holds a whole number of elements.
  package func floats(_ bytes: UnsafeRawBufferPointer) -> [Float] {
    let count = bytes.count / byteCount
    precondition(count * byteCount == bytes.count, "half a number")
    return [Float](unsafeUninitializedCapacity: count) { values, initialized in
      for index in 0..<count {
        let value = load(bytes, at: index * byteCount)
        (values.baseAddress! + index).initialize(to: value)
      }
      initialized = count
    }
  }

  private func load(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> Float {
    func half() -> UInt16 {
      UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt16.self))
    }
    switch self {
    case .float32:
      let pattern = bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)
      return Float(bitPattern: UInt32(littleEndian: pattern))
    case .float16: return Float(Float16(bitPattern: half()))
    case .bfloat16: return Float(bitPattern: UInt32(half()) << 16)
    }
  }

  /// Appends numbers, rounded to nearest, ties to even.
  package func append(_ values: [Float], to bytes: inout [UInt8]) {
    func append(_ integer: some FixedWidthInteger) {
      withUnsafeBytes(of: integer.littleEndian) { bytes.append(contentsOf: $0) }
    }
    bytes.reserveCapacity(bytes.count + values.count * byteCount)
    for value in values {
      switch self {
      case .float32: append(value.bitPattern)
      case .float16: append(Float16(value).bitPattern)
      case .bfloat16:
        let pattern = value.bitPattern
        // Adding to a NaN's bits could carry it into an infinity.
        let rounding = value.isNaN ? 0 : 0x7fff + (pattern >> 16) & 1
        append(UInt16((pattern &+ rounding) >> 16) | (value.isNaN ? 0x40 : 0))
      }
    }
  }
}
