/// A writer of directories and their data for a TIFF file or an EXIF block.
struct TIFFDirectoryWriter {
  let isLittle: Bool
  let isBig: Bool
  /// The offset of the first of `bytes` in the file; even.
  let start: Int
  private(set) var bytes: [UInt8] = []

  private var wordSize: Int { isBig ? 8 : 4 }
  var position: Int { start + bytes.count }

  init(isLittle: Bool, isBig: Bool, start: Int) {
    self.isLittle = isLittle
    self.isBig = isBig
    self.start = start
  }

  func encode(_ number: Int, _ size: Int) -> [UInt8] {
    let little = (0..<size).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    return isLittle ? little : little.reversed()
  }

  /// Makes an entry for a field; data that doesn't fit in it are written first.
  mutating func entry(_ field: TIFFField) -> [UInt8] {
    let head = encode(field.tag, 2) + encode(field.type, 2) + encode(field.count, wordSize)
    if field.data.count <= wordSize {
      return head + field.data + Array(repeating: 0, count: wordSize - field.data.count)
    }
    let place = position
    append(field.data)
    return head + encode(place, wordSize)
  }

  /// Makes an entry that points to another directory (LONG, or LONG8 in a BigTIFF file).
  func pointer(_ tag: Int, to place: Int) -> [UInt8] {
    encode(tag, 2) + encode(isBig ? 16 : 4, 2) + encode(1, wordSize) + encode(place, wordSize)
  }

  /// Writes a directory, with entries in the order of their tags, and returns its offset in the
  /// file.
  mutating func directory(_ entries: [[UInt8]], next: Int = 0) -> Int {
    let place = position
    let sorted = entries.sorted { tag(of: $0) < tag(of: $1) }
    append(
      encode(sorted.count, isBig ? 8 : 2) + sorted.joined() + encode(next, wordSize))
    return place
  }

  func tag(of entry: [UInt8]) -> Int {
    isLittle ? Int(entry[1]) << 8 | Int(entry[0]) : Int(entry[0]) << 8 | Int(entry[1])
  }

  private mutating func append(_ data: [UInt8]) {
    bytes += data
    if bytes.count % 2 == 1 { bytes.append(0) }
  }
}
