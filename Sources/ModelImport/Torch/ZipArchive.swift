internal import StyleLibrary

/// The entries of a ZIP file whose data are stored uncompressed, which is how PyTorch writes them.
///
/// Format: PKWARE's APPNOTE 6.3.10, without encryption, compression or several volumes; sizes above
/// 4 GiB (ZIP64) are beyond any network here.
struct ZipArchive {
  static let entryLimit = 100_000

  /// The ranges of the file with the entries' data, by name.
  private(set) var entries: [String: Range<Int>] = [:]

  static func isZip(_ file: UnsafeRawBufferPointer) -> Bool {
    file.count >= 22 && file.loadUnaligned(as: UInt32.self).littleEndian == 0x0403_4b50
  }

  /// - Throws: ``ModelError/malformed``.
  init(_ file: UnsafeRawBufferPointer, _ path: String) throws {
    func malformed(_ reason: String) -> ModelError { .malformed(path: path, reason: reason) }
    do {
      var reader = ByteReader(file)
      guard let directoryEnd = Self.endOfDirectory(file) else {
        throw malformed("a ZIP file without its directory: truncated")
      }
      try reader.move(to: directoryEnd + 10)
      let count = Int(try reader.integer(UInt16.self))
      _ = try reader.integer(UInt32.self)
      try reader.move(to: Int(try reader.integer(UInt32.self)))
      for _ in 0..<count {
        guard try reader.integer(UInt32.self) == 0x0201_4b50 else {
          throw malformed("the ZIP directory is broken")
        }
        try reader.move(to: reader.position + 4)
        let (flags, method) = (try reader.integer(UInt16.self), try reader.integer(UInt16.self))
        try reader.move(to: reader.position + 8)
        let (packed, size) = (try reader.integer(UInt32.self), try reader.integer(UInt32.self))
        let lengths = try (0..<3).map { _ in Int(try reader.integer(UInt16.self)) }
        try reader.move(to: reader.position + 8)
        let header = Int(try reader.integer(UInt32.self))
        let name = try reader.text(lengths[0])
        try reader.move(to: reader.position + lengths[1] + lengths[2])
        guard flags & 1 == 0, method == 0, packed == size else {
          throw malformed("entry '\(name)' of the ZIP file is compressed or encrypted")
        }
        let data = try Self.data(of: header, file)
        guard Int(size) <= file.count - data else {
          throw malformed("entry '\(name)' of the ZIP file ends beyond it")
        }
        guard entries.updateValue(data..<data + Int(size), forKey: name) == nil else {
          throw malformed("entry '\(name)' is twice in the ZIP file")
        }
      }
    } catch is ByteReader.EndOfFile {
      throw malformed("the ZIP file is truncated")
    }
  }

  /// The offset in the file of the data that follow a local header.
  private static func data(of header: Int, _ file: UnsafeRawBufferPointer) throws -> Int {
    var reader = ByteReader(file)
    try reader.move(to: header)
    guard try reader.integer(UInt32.self) == 0x0403_4b50 else { throw ByteReader.EndOfFile() }
    try reader.move(to: header + 26)
    let (name, extra) = (try reader.integer(UInt16.self), try reader.integer(UInt16.self))
    try reader.move(to: reader.position + Int(name) + Int(extra))
    return reader.position
  }

  /// The offset of the record at the end of the directory, which only a comment of up to 64 KiB may
  /// follow; nil when there is none.
  private static func endOfDirectory(_ file: UnsafeRawBufferPointer) -> Int? {
    guard file.count >= 22 else { return nil }
    let first = max(file.count - 22 - 65535, 0)
    return (first...file.count - 22).reversed().first { position in
      file.loadUnaligned(fromByteOffset: position, as: UInt32.self).littleEndian == 0x0605_4b50
    }
  }
}
