/// The block in which JPEG files keep IPTC: a title, then resources, each with `8BIM`, a number, a name of even
/// length and data of even length (Adobe Photoshop File Formats, "Image Resource Blocks").
enum PhotoshopBlock {
  private static let title = Array("Photoshop 3.0\0".utf8)
  private static let mark = Array("8BIM".utf8)
  private static let iptcResource = 0x0404

  /// The IPTC data in a block; nil when it isn't a Photoshop block or has none. Other resources, a preview among them,
  /// are dropped.
  static func iptc(in block: [UInt8]) -> [UInt8]? {
    guard block.starts(with: title) else { return nil }
    var rest = block[title.count...]
    func take(_ count: Int) -> ArraySlice<UInt8>? {
      guard count <= rest.count else { return nil }
      defer { rest = rest.dropFirst(count) }
      return rest.prefix(count)
    }
    func number(_ bytes: Int) -> Int? { take(bytes)?.reduce(0) { $0 << 8 | Int($1) } }
    while take(mark.count)?.elementsEqual(mark) == true {
      guard let resource = number(2), let nameLength = number(1),
        take(nameLength + (nameLength + 1) % 2) != nil, let length = number(4),
        let data = take(length)
      else { return nil }
      if resource == iptcResource { return Array(data) }
      _ = take(length % 2)
    }
    return nil
  }

  static func wrapping(iptc: [UInt8]) -> [UInt8] {
    let length = (0..<4).map { UInt8(truncatingIfNeeded: iptc.count >> (24 - 8 * $0)) }
    let head = title + mark + [0x04, 0x04, 0, 0] + length
    return head + iptc + Array(repeating: 0, count: iptc.count % 2)
  }
}
