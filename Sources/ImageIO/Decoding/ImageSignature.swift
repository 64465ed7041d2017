internal import CVips

/// The format of a file by the bytes that it begins with, and the decoders that may look at it.
///
/// libvips can tell formats too, but asks all of its loaders in turn, even those that are off, and some of them can be
/// kept busy for ever by a few bytes. So nothing of libvips sees a file before its format is known and its decoder is
/// known to be on.
struct ImageSignature: Hashable {
  /// libvips' name of the format: `jpeg`.
  let format: String
  /// The words for such a file in errors: "a JPEG picture".
  let words: String
  /// Whether libvips trusts the decoder, or we do.
  let isTrusted: Bool
  /// The kinds of libvips' loaders for the format, in the order in which they are tried.
  var inputs: [Loader.Input] = [.source]

  /// The number of bytes from the beginning that are looked at.
  static let headBytes = 1024

  private init(
    _ format: String, _ words: String, trusted: Bool = false, _ inputs: [Loader.Input] = [.source]
  ) {
    (self.format, self.words, isTrusted, self.inputs) = (format, words, trusted, inputs)
  }

  /// The format of a file; nil when it is unknown.
  ///
  /// - Parameter head: its first ``headBytes`` bytes, or all of a shorter one.
  static func of(_ head: [UInt8]) -> ImageSignature? {
    table.first { $0.matches(head) }?.signature
  }

  /// The signature of files of unknown format. They may still be pictures to ImageMagick, which knows some two hundred
  /// formats.
  static let unknown = ImageSignature("magick", "bytes of no known format", [.source, .buffer])

  private struct Row {
    let signature: ImageSignature
    let matches: ([UInt8]) -> Bool
  }

  nonisolated(unsafe) private static let table: [Row] = [
    row("jpeg", "a JPEG picture", trusted: true) { $0.starts(with: [0xff, 0xd8, 0xff]) },
    row("png", "a PNG picture", trusted: true) {
      $0.starts(with: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
    },
    row("gif", "a GIF picture", trusted: true) { $0.starts(with: "GIF8".utf8) },
    row("webp", "a WebP picture", trusted: true) {
      $0.starts(with: "RIFF".utf8) && $0.dropFirst(8).starts(with: "WEBP".utf8)
    },
    row("tiff", "a TIFF picture", trusted: true) { head in
      // The second ones are BigTIFF.
      [[0x49, 0x49, 42, 0], [0x4d, 0x4d, 0, 42], [0x49, 0x49, 43, 0], [0x4d, 0x4d, 0, 43]]
        .contains { head.starts(with: $0) }
    },
    row("heif", "a HEIF or AVIF picture", trusted: true) { head in
      guard head.dropFirst(4).starts(with: "ftyp".utf8) else { return false }
      let brand = Array(head.dropFirst(8).prefix(4))
      return heifBrands.contains { brand.elementsEqual($0.utf8) }
    },
    // Bare numbers: ours to trust, though libvips doesn't.
    row("ppm", "a Netpbm picture", trusted: true) { head in
      guard head.count > 2, head[0] == UInt8(ascii: "P") else { return false }
      let space = [UInt8(ascii: " "), 9, 10, 11, 12, 13, UInt8(ascii: "#")]
      return "1234567Ff".utf8.contains(head[1]) && space.contains(head[2])
    },
    row("rad", "a Radiance picture") { $0.starts(with: "#?RADIANCE".utf8) },
    row("pdf", "a PDF") { $0.starts(with: "%PDF".utf8) },
    row("jxl", "a JPEG XL picture") {
      $0.starts(with: [0xff, 0x0a]) || $0.dropFirst(4).starts(with: "JXL ".utf8)
    },
    row("jp2k", "a JPEG 2000 picture") {
      $0.starts(with: [0xff, 0x4f, 0xff, 0x51]) || $0.dropFirst(4).starts(with: "jP  ".utf8)
    },
    row("openexr", "an OpenEXR picture", [.file]) { $0.starts(with: [0x76, 0x2f, 0x31, 0x01]) },
    row("fits", "a FITS picture") { $0.starts(with: "SIMPLE  =".utf8) },
    row("svg", "an SVG drawing") { head in
      let isText = head.allSatisfy { $0 >= 9 && $0 != 0x7f }
      return isText && head.firstRange(of: Array("<svg".utf8)) != nil
    },
    row("svg", "a gzip archive") { $0.starts(with: [0x1f, 0x8b]) },
    row("magick", "a BMP picture", [.source, .buffer]) { $0.starts(with: "BM".utf8) },
    row("magick", "a Photoshop file", [.source, .buffer]) { $0.starts(with: "8BPS".utf8) },
  ]

  private static let heifBrands = [
    "heic", "heix", "hevc", "hevx", "heim", "heis", "hevm", "hevs", "mif1", "msf1", "avif", "avis",
  ]

  private static func row(
    _ format: String, _ words: String, trusted: Bool = false, _ inputs: [Loader.Input] = [.source],
    _ matches: @escaping ([UInt8]) -> Bool
  ) -> Row {
    Row(signature: ImageSignature(format, words, trusted: trusted, inputs), matches: matches)
  }

  /// The loaders of this libvips for the format, in the order in which they are tried.
  var loaders: [Loader] {
    inputs.map { Loader(name: "\(format)load\($0.rawValue)", input: $0) }
      .filter { vips_type_find("VipsOperation", $0.name) != 0 }
  }
}

/// One of libvips' loaders.
struct Loader: Hashable {
  /// The source that a loader reads from. The raw value is the ending of such loaders' names; those that open a file by
  /// its name have none.
  enum Input: String, Hashable {
    case source = "_source"
    case buffer = "_buffer"
    case file = ""
  }

  let name: String
  let input: Input

  /// Opens a picture; nil, with the reason in libvips' error buffer, when that fails.
  func open(_ source: InputSource) -> VipsHandle? {
    switch input {
    case .source:
      return VipsHandle(stylize_vips_load_source(name, source.pointer))
    case .buffer:
      guard let bytes = source.allBytes() else { return nil }
      return bytes.withUnsafeBytes {
        VipsHandle(stylize_vips_load_buffer(name, $0.baseAddress, $0.count))
      }
    case .file:
      // By its number, since loaders take brackets in names for options.
      guard let descriptor = source.descriptor else { return nil }
      return VipsHandle(stylize_vips_load_file(name, "/proc/self/fd/\(descriptor)"))
    }
  }
}

/// Describes bytes that are not a picture, in words for an error.
func describeUnknown(_ head: [UInt8]) -> String {
  if let signature = ImageSignature.of(head) { return signature.words }
  let known: [(String, String)] = [("<?xml", "an XML file"), ("PK", "a ZIP archive")]
  if let match = known.first(where: { head.starts(with: $0.0.utf8) }) { return match.1 }
  if head.allSatisfy({ $0 == 0 }) { return "zero bytes" }
  if head.allSatisfy({ $0 >= 9 && $0 < 127 }) { return "text" }
  return ImageSignature.unknown.words
}
