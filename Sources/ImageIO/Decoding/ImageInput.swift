package import Files

/// The source of a picture.
package enum ImageInput: Sendable {
  /// A file. Brackets in its name are part of the name.
  case file(Path)
  /// The bytes of a file that was read already, and its name in errors.
  case bytes([UInt8], name: String = "standard input")
  /// A regular file that is open, and its name in errors. It is closed by whoever opened it.
  case descriptor(Int32, name: String)

  /// The name of the picture in errors.
  package var name: String {
    switch self {
    case .file(let path): path.description
    case .bytes(_, let name), .descriptor(_, let name): name
    }
  }
}

/// The limits on memory and time that a reader may take.
package struct ImageLimits: Sendable, Hashable {
  /// The most pixels of one picture; more is refused before anything is decoded.
  package var maxPixels: Int
  /// The size, in bytes, up to which a picture that can't be streamed is held in memory; beyond it a scratch file is
  /// used.
  package var memoryBytes: Int
  /// The folder for scratch files. They have no name, so nothing is left behind whatever happens.
  package var scratchFolder: Path
  /// The time that decoding one picture may take, in seconds, 0 for as long as it likes; nil allows a minute, and one
  /// more second for each megapixel and each megabyte of the file.
  package var decodeSeconds: Double?

  package init(
    maxPixels: Int = 2_000_000_000, memoryBytes: Int = 256 << 20,
    scratchFolder: Path = "/tmp", decodeSeconds: Double? = nil
  ) {
    self.maxPixels = maxPixels
    self.memoryBytes = memoryBytes
    self.scratchFolder = scratchFolder
    self.decodeSeconds = decodeSeconds
  }
}

/// The number of bits per channel. Values are 0…255 in a `UInt8`, or 0…65535 in a `UInt16` in the machine's byte order.
package enum BitDepth: Int, Sendable, Hashable, CaseIterable, Codable {
  case eight = 8
  case sixteen = 16

  package var bytes: Int { rawValue / 8 }
}

/// The facts in the header of a picture.
package struct ImageInfo: Sendable, Hashable, Codable {
  /// The width in pixels, after the orientation was applied.
  package let width: Int
  /// The height in pixels, after the orientation was applied.
  package let height: Int
  package let depth: BitDepth
  package let hasAlpha: Bool
  /// libvips' name of the format: `jpeg`, `png`, `tiff`, `heif`, …
  package let format: String
  /// Whether rows are decoded as they are asked for, with a few strips in memory. When it's false the
  /// whole picture is decoded at the first read, here or inside its decoder.
  package let streams: Bool
  /// Whether the colours were converted through a profile in the file; otherwise sRGB (or a standard CMYK) was assumed.
  package let hasUsableProfile: Bool
  /// The memory that decoding takes.
  package internal(set) var memory: CodecMemory
  /// The number of pages of a document or frames of a film, of which the first is read; 1 for most pictures.
  package let pages: Int
}

extension ImageInfo {
  /// The facts of a picture that is in memory as sRGB; no decoder takes any memory for it.
  package init(width: Int, height: Int, depth: BitDepth, hasAlpha: Bool) {
    self.init(
      width: width, height: height, depth: depth, hasAlpha: hasAlpha, format: "pixels",
      streams: true, hasUsableProfile: false, memory: CodecMemory(lines: 0, held: 0), pages: 1)
  }
}
