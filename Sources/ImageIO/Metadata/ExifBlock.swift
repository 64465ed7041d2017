/// EXIF as files hold it: a small TIFF file, with or without `Exif` and two zeros before it (Exif 2.3, 4.5.4).
enum ExifBlock {
  /// Cuts off the second directory, which is the preview's. The bytes of the preview stay in the block unread, and are
  /// dropped when libexif writes it again.
  static func withoutPreview(_ block: [UInt8]) -> [UInt8] {
    let start = block.starts(with: Array("Exif\0\0".utf8)) ? 6 : 0
    guard block.count >= start + 8 else { return block }
    let little = block[start] == UInt8(ascii: "I")
    func number(at offset: Int, bytes: Int) -> Int? {
      guard offset >= 0, offset + bytes <= block.count else { return nil }
      let field = block[offset..<(offset + bytes)]
      return (little ? Array(field.reversed()) : Array(field)).reduce(0) { $0 << 8 | Int($1) }
    }
    guard let directory = number(at: start + 4, bytes: 4),
      let count = number(at: start + directory, bytes: 2)
    else { return block }
    // A directory is a count, entries of 12 bytes, and the place of the next directory.
    let next = start + directory + 2 + count * 12
    guard next + 4 <= block.count else { return block }
    var edited = block
    edited.replaceSubrange(next..<(next + 4), with: [0, 0, 0, 0])
    return edited
  }
}
