/// A reader of a file from front to back; every read is checked against the bytes that are left.
struct ByteReader {
  let bytes: UnsafeRawBufferPointer
  private(set) var position = 0

  struct EndOfFile: Error {}

  init(_ bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
  }

  var rest: Int { bytes.count - position }

  /// - Throws: ``EndOfFile``, as all reads do.
  mutating func move(to position: Int) throws {
    guard (0...bytes.count).contains(position) else { throw EndOfFile() }
    self.position = position
  }

  mutating func integer<Value: FixedWidthInteger>(_ type: Value.Type) throws -> Value {
    let data = try take(MemoryLayout<Value>.size)
    return Value(littleEndian: data.loadUnaligned(as: Value.self))
  }

  mutating func take(_ count: Int) throws -> UnsafeRawBufferPointer {
    guard count >= 0, count <= rest else { throw EndOfFile() }
    defer { position += count }
    return UnsafeRawBufferPointer(rebasing: bytes[position..<position + count])
  }

  mutating func text(_ count: Int) throws -> String {
    String(decoding: try take(count), as: UTF8.self)
  }

  /// Reads the text up to a line feed, which is left out.
  mutating func line() throws -> String {
    guard let end = bytes[position...].firstIndex(of: UInt8(ascii: "\n")) else { throw EndOfFile() }
    defer { position = end + 1 }
    return String(decoding: bytes[position..<end], as: UTF8.self)
  }
}
