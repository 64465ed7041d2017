/// One field of a TIFF directory with its data, whether these are in the entry or elsewhere in the
/// file (TIFF 6.0, section 2).
struct TIFFField {
  var tag: Int
  var type: Int
  var count: Int
  /// The data, in the byte order of the file.
  var data: [UInt8]

  /// The size of one value of each type, in bytes, by the type's number; 13 and up are of BigTIFF.
  private static let sizes = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8]

  static func size(ofType type: Int) -> Int? {
    sizes.indices.contains(type) && sizes[type] > 0 ? sizes[type] : nil
  }

  /// The data in the other byte order. Rationals are two numbers of 4 bytes; bytes stay.
  func swapped() -> [UInt8] {
    let size = [5, 10].contains(type) ? 4 : Self.size(ofType: type) ?? 1
    return stride(from: 0, to: data.count - data.count % size, by: size).flatMap {
      data[$0..<($0 + size)].reversed()
    }
  }
}

/// Reads directories of a TIFF file, classic or big, in either byte order.
struct TIFFDirectoryReader {
  let isLittle: Bool
  let isBig: Bool
  let firstDirectory: Int
  /// Reads bytes of the file from an offset on; nil when they aren't all there.
  private let bytes: (_ offset: Int, _ count: Int) -> [UInt8]?

  init?(_ bytes: @escaping (_ offset: Int, _ count: Int) -> [UInt8]?) {
    guard let head = bytes(0, 8), head[0] == head[1] else { return nil }
    let little = head[0] == UInt8(ascii: "I")
    guard little || head[0] == UInt8(ascii: "M") else { return nil }
    let magic = little ? head[2] : head[3]
    guard magic == 42 || magic == 43 else { return nil }
    let field = magic == 43 ? bytes(8, 8) : Array(head[4...])
    guard let field, let first = Self.value(field, isLittle: little) else { return nil }
    self.bytes = bytes
    isLittle = little
    isBig = magic == 43
    firstDirectory = first
  }

  /// The size of a count or an offset, in bytes.
  var wordSize: Int { isBig ? 8 : 4 }
  var entrySize: Int { isBig ? 20 : 12 }
  private var countSize: Int { isBig ? 8 : 2 }

  func number(at offset: Int, _ size: Int) -> Int? { bytes(offset, size).flatMap(value) }

  func value(_ field: [UInt8]) -> Int? { Self.value(field, isLittle: isLittle) }

  private static func value(_ field: [UInt8], isLittle: Bool) -> Int? {
    let ordered = isLittle ? field.reversed() : field
    let number = ordered.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return Int(exactly: number)
  }

  /// The raw entries of the directory at an offset, and the offset of the next directory.
  func rawEntries(at offset: Int) -> (entries: [[UInt8]], next: Int)? {
    guard offset >= 8, offset < Int.max >> 1, let count = number(at: offset, countSize),
      count <= 4096, let block = bytes(offset + countSize, count * entrySize),
      let next = number(at: offset + countSize + count * entrySize, wordSize)
    else { return nil }
    let entries = (0..<count).map { Array(block[($0 * entrySize)..<(($0 + 1) * entrySize)]) }
    return (entries, next)
  }

  /// The fields whose data can be read and are no larger than a metadata block may be (a megabyte).
  func fields(at offset: Int) -> [TIFFField] {
    (rawEntries(at: offset)?.entries ?? []).compactMap { entry in
      guard let tag = value(Array(entry[0..<2])), let type = value(Array(entry[2..<4])),
        let count = value(Array(entry[4..<(4 + wordSize)])), count <= 1 << 20,
        let size = TIFFField.size(ofType: type)
      else { return nil }
      let place = Array(entry[(4 + wordSize)...])
      let length = size * count
      if length <= wordSize {
        return TIFFField(tag: tag, type: type, count: count, data: Array(place[..<length]))
      }
      guard let elsewhere = value(place), elsewhere < Int.max >> 1,
        let data = bytes(elsewhere, length)
      else { return nil }
      return TIFFField(tag: tag, type: type, count: count, data: data)
    }
  }
}
