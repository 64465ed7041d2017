internal import CVips
internal import Glibc

/// The bytes of a picture as libvips reads them.
final class PictureSource {
  let pointer: UnsafeMutablePointer<VipsSource>

  /// Opens a file by descriptor, so that libvips never sees its name: it would take brackets for options.
  ///
  /// - Throws: ``ImageError`` when it can't be opened, is no file, or is empty.
  init(_ input: PictureInput) throws {
    switch input {
    case .bytes(let bytes, let name):
      guard !bytes.isEmpty else { throw ImageError.empty(path: name) }
      pointer = bytes.withUnsafeBytes {
        stylize_vips_source_from_bytes($0.baseAddress, $0.count)
      }
    case .file(let path):
      pointer = stylize_vips_source_from_file(try Self.open(path))
    }
  }

  deinit { stylize_vips_unref(pointer) }

  private static func open(_ path: PicturePath) throws -> Int32 {
    // Without O_NONBLOCK, opening a pipe that nobody writes to would wait for ever.
    let descriptor = path.withCString { Glibc.open($0, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
    guard descriptor >= 0 else {
      throw ImageError.unreadable(path: path.description, reason: systemText(errno))
    }
    do {
      var status = stat()
      guard fstat(descriptor, &status) == 0 else {
        throw ImageError.unreadable(path: path.description, reason: systemText(errno))
      }
      guard status.st_mode & S_IFMT == S_IFREG else {
        throw ImageError.notAFile(path: path.description, found: kind(of: status.st_mode))
      }
      guard status.st_size > 0 else { throw ImageError.empty(path: path.description) }
      return descriptor
    } catch {
      close(descriptor)
      throw error
    }
  }

  private static func kind(of mode: mode_t) -> String {
    switch mode & S_IFMT {
    case S_IFDIR: "a folder"
    case S_IFIFO: "a pipe"
    case S_IFSOCK: "a socket"
    default: "a device"
    }
  }
}

/// What bytes that libvips doesn't open look like, by their first few.
func describeUnknown(_ input: PictureInput) -> String {
  let head =
    input.withReader { part in
      [32, 16, 8, 4, 2, 1].lazy.compactMap { part(0, $0) }.first ?? []
    } ?? []
  func starts(_ text: String) -> Bool { head.starts(with: Array(text.utf8)) }
  let known: [(String, String)] = [
    ("%PDF", "a PDF"), ("<svg", "an SVG drawing"), ("<?xml", "an XML file"),
    ("PK", "a ZIP archive"),
    ("BM", "a BMP picture"), ("8BPS", "a Photoshop file"), ("#?RADIANCE", "a Radiance picture"),
    ("\u{1f}\u{8b}", "a gzip archive"), ("v/1\u{01}", "an OpenEXR picture"),
  ]
  if let match = known.first(where: { starts($0.0) }) { return match.1 }
  if head.starts(with: [0xff, 0x0a]) || head.dropFirst(4).starts(with: Array("JXL ".utf8)) {
    return "a JPEG XL picture"
  }
  if head.starts(with: [0xff, 0x4f]) || head.dropFirst(4).starts(with: Array("jP  ".utf8)) {
    return "a JPEG 2000 picture"
  }
  if head.allSatisfy({ $0 == 0 }) { return "zero bytes" }
  if head.allSatisfy({ $0 >= 9 && $0 < 127 }) { return "text" }
  return "bytes of no known format"
}

extension PictureInput {
  /// The length of the file; 0 when it can't be had.
  var byteCount: Int {
    switch self {
    case .bytes(let bytes, _):
      return bytes.count
    case .file(let path):
      var status = stat()
      return path.withCString { stat($0, &status) } == 0 ? Int(status.st_size) : 0
    }
  }

  /// Gives random access to the bytes of the input while `body` runs; nil when it can't be opened.
  func withReader<Answer>(
    _ body: (@escaping (_ offset: Int, _ count: Int) -> [UInt8]?) -> Answer
  ) -> Answer? {
    switch self {
    case .bytes(let bytes, _):
      return body { bytes.part(at: $0, $1) }
    case .file(let path):
      let descriptor = path.withCString { Glibc.open($0, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
      guard descriptor >= 0 else { return nil }
      defer { close(descriptor) }
      return body { readPart(of: descriptor, at: $0, $1) }
    }
  }
}

extension [UInt8] {
  /// `count` bytes from an offset, nil when they aren't all there.
  func part(at offset: Int, _ count: Int) -> [UInt8]? {
    offset >= 0 && count >= 0 && offset <= self.count - count
      ? Array(self[offset..<(offset + count)]) : nil
  }
}

/// `count` bytes of a file from an offset, nil when they aren't all there.
func readPart(of descriptor: Int32, at offset: Int, _ count: Int) -> [UInt8]? {
  guard offset >= 0, count >= 0 else { return nil }
  var part = [UInt8](repeating: 0, count: count)
  return pread(descriptor, &part, count, offset) == count ? part : nil
}
