package import Files

/// Where a picture comes from.
package enum ImageInput: Sendable {
  /// A file. Brackets in its name are part of the name.
  case file(Path)
  /// The bytes of a file that was read already, and what to call it in errors.
  case bytes([UInt8], name: String = "standard input")
  /// A regular file that is open, and what to call it in errors. It is closed by who opened it.
  case descriptor(Int32, name: String)

  /// What errors call it.
  package var name: String {
    switch self {
    case .file(let path): path.description
    case .bytes(_, let name), .descriptor(_, let name): name
    }
  }
}

/// What a reader may take.
package struct ImageLimits: Sendable, Hashable {
  /// The most pixels of one picture; more is refused before anything is decoded.
  package var maxPixels: Int
  /// How many bytes of a picture that can't be streamed are held in memory before a scratch file is used.
  package var memoryBytes: Int
  /// Where scratch files go. They have no name, so nothing is left behind whatever happens.
  package var scratchFolder: Path
  /// How many seconds decoding one picture may take, 0 for as long as it likes; nil allows a minute, and
  /// one more second for each megapixel and each megabyte of the file.
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

/// Bits per channel. Values are 0…255 in a `UInt8`, or 0…65535 in a `UInt16` in the machine's byte order.
package enum BitDepth: Int, Sendable, Hashable, CaseIterable, Codable {
  case eight = 8
  case sixteen = 16

  package var bytes: Int { rawValue / 8 }
}

/// What the header of a picture says.
package struct ImageInfo: Sendable, Hashable, Codable {
  /// Pixels across, after the orientation was applied.
  package let width: Int
  /// Rows, after the orientation was applied.
  package let height: Int
  package let depth: BitDepth
  package let hasAlpha: Bool
  /// libvips' name of the format: `jpeg`, `png`, `tiff`, `heif`, …
  package let format: String
  /// Whether rows are decoded as they are asked for, with a few strips in memory. When it's false the
  /// whole picture is decoded at the first read, here or inside its decoder.
  package let streams: Bool
  /// Whether the colours come through a profile in the file, or sRGB (or a standard CMYK) was assumed.
  package let hasUsableProfile: Bool
  /// What decoding it takes.
  package internal(set) var memory: CodecMemory
  /// Pages of a document or frames of a film, of which the first is read; 1 for most pictures.
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
