/// EXIF and IPTC in TIFF files, where they are directories and fields beside those of the picture itself.
/// libvips leaves EXIF out there, in both directions, and cuts IPTC off.
enum TIFFMetadata {
  private static let exifDirectory = 0x8769
  private static let gpsDirectory = 0x8825
  private static let iptc = 0x83bb
  /// The tags of EXIF's first directory that describe the photograph and not the layout of pixels: description, maker,
  /// model, software, date, artist, host, copyright.
  private static let descriptive: Set = [
    0x010e, 0x010f, 0x0110, 0x0131, 0x0132, 0x013b, 0x013c, 0x8298,
  ]

  /// The EXIF block with the fields of a TIFF file; nil when it has none of that kind.
  static func exif(of file: TIFFDirectoryReader) -> [UInt8]? {
    let fields = file.fields(at: file.firstDirectory)
    let kept = fields.filter { descriptive.contains($0.tag) }
    let pointers = fields.filter { [exifDirectory, gpsDirectory].contains($0.tag) }
    guard !kept.isEmpty || !pointers.isEmpty else { return nil }
    var writer = TIFFDirectoryWriter(isLittle: file.isLittle, isBig: false, start: 8)
    var entries = kept.map { writer.entry($0) }
    for pointer in pointers {
      guard let place = file.value(pointer.data) else { continue }
      entries.append(copy(of: file, at: place, as: pointer.tag, into: &writer, swapping: false))
    }
    let first = writer.directory(entries)
    let order = file.isLittle ? UInt8(ascii: "I") : UInt8(ascii: "M")
    return Array("Exif\0\0".utf8) + [order, order] + writer.encode(42, 2)
      + writer.encode(first, 4) + writer.bytes
  }

  /// The bytes to append to a TIFF file, and those to replace, so that it holds this EXIF block and this IPTC data; nil
  /// when there is nothing to add or no place for it.
  ///
  /// - Parameter size: The size of the file, in bytes.
  static func additions(
    to file: TIFFDirectoryReader, size: Int, exif: [UInt8]?, iptc: [UInt8]?
  ) -> (appended: [UInt8], place: Int, patch: [UInt8])? {
    guard let existing = file.rawEntries(at: file.firstDirectory) else { return nil }
    let padding = size % 2
    var writer = TIFFDirectoryWriter(
      isLittle: file.isLittle, isBig: file.isBig, start: size + padding)
    var added: [[UInt8]] = []
    if let iptc {
      added.append(
        writer.entry(TIFFField(tag: Self.iptc, type: 7, count: iptc.count, data: iptc)))
    }
    if let exif, let block = reader(ofEXIF: exif) {
      let swapping = block.isLittle != file.isLittle
      for field in block.fields(at: block.firstDirectory) {
        if descriptive.contains(field.tag) {
          added.append(writer.entry(turned(field, swapping)))
        } else if [exifDirectory, gpsDirectory].contains(field.tag),
          let place = block.value(field.data)
        {
          added.append(
            copy(of: block, at: place, as: field.tag, into: &writer, swapping: swapping))
        }
      }
    }
    guard !added.isEmpty else { return nil }
    let replaced = Set(added.map { writer.tag(of: $0) })
    let kept = existing.entries.filter { !replaced.contains(writer.tag(of: $0)) }
    let first = writer.directory(kept + added, next: existing.next)
    // A classic file can't point beyond 4 GiB.
    guard file.isBig || writer.position < 1 << 32 else { return nil }
    let appended = Array(repeating: 0, count: padding) + writer.bytes
    return (appended, file.isBig ? 8 : 4, writer.encode(first, file.wordSize))
  }

  private static func reader(ofEXIF block: [UInt8]) -> TIFFDirectoryReader? {
    let bare = block.starts(with: Array("Exif\0\0".utf8)) ? Array(block.dropFirst(6)) : block
    return TIFFDirectoryReader { bare.part(at: $0, $1) }
  }

  private static func copy(
    of file: TIFFDirectoryReader, at place: Int, as tag: Int,
    into writer: inout TIFFDirectoryWriter, swapping: Bool
  ) -> [UInt8] {
    // The directory of interoperability (0xa005) says which colour space was meant, and that changed; so may
    // width and height (0xa002, 0xa003) have, and the file itself says what they are.
    let fields = file.fields(at: place).filter { ![0xa005, 0xa002, 0xa003].contains($0.tag) }
    let entries = fields.map { writer.entry(turned(upright($0, file), swapping)) }
    return writer.pointer(tag, to: writer.directory(entries))
  }

  /// The field, with the colour space set to that of the pixels: sRGB, which is 1.
  private static func upright(_ field: TIFFField, _ file: TIFFDirectoryReader) -> TIFFField {
    guard field.tag == 0xa001, field.data.count == 2 else { return field }
    var sRGB = field
    sRGB.data = file.isLittle ? [1, 0] : [0, 1]
    return sRGB
  }

  private static func turned(_ field: TIFFField, _ swapping: Bool) -> TIFFField {
    guard swapping else { return field }
    var turned = field
    turned.data = field.swapped()
    return turned
  }
}
