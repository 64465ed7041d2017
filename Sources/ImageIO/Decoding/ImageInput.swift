public import Files

/// Where a picture comes from.
public enum ImageInput: Sendable {
  /// A file. Brackets in its name are part of the name.
  case file(Path)
  /// The bytes of a file that was read already, and what to call it in errors.
  case bytes([UInt8], name: String = "standard input")
  /// A regular file that is open, and what to call it in errors. It is closed by who opened it.
  case descriptor(Int32, name: String)

  /// What errors call it.
  public var name: String {
    switch self {
    case .file(let path): path.description
    case .bytes(_, let name), .descriptor(_, let name): name
    }
  }
}

/// What a reader may take.
public struct ImageLimits: Sendable, Hashable {
  /// The most pixels of one picture; more is refused before anything is decoded.
  public var maxPixels: Int
  /// How many bytes of a picture that can't be streamed are held in memory before a scratch file is used.
  public var memoryBytes: Int
  /// Where scratch files go. They have no name, so nothing is left behind whatever happens.
  public var scratchFolder: Path
  /// How many seconds decoding one picture may take, 0 for as long as it likes; nil allows a minute, and
  /// one more second for each megapixel and each megabyte of the file.
  public var decodeSeconds: Double?

  public init(
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
public enum BitDepth: Int, Sendable, Hashable, CaseIterable, Codable {
  case eight = 8
  case sixteen = 16

  public var bytes: Int { rawValue / 8 }
}

/// What the header of a picture says.
public struct ImageInfo: Sendable, Hashable, Codable {
  /// Pixels across, after the orientation was applied.
  public let width: Int
  /// Rows, after the orientation was applied.
  public let height: Int
  public let depth: BitDepth
  public let hasAlpha: Bool
  /// libvips' name of the format: `jpeg`, `png`, `tiff`, `heif`, …
  public let format: String
  /// Whether rows are decoded as they are asked for, with a few strips in memory. When it's false the
  /// whole picture is decoded at the first read, here or inside its decoder.
  public let streams: Bool
  /// Whether the colours come through a profile in the file, or sRGB (or a standard CMYK) was assumed.
  public let hasUsableProfile: Bool
  /// What decoding it takes.
  public internal(set) var memory: CodecMemory
  /// Pages of a document or frames of a film, of which the first is read; 1 for most pictures.
  public let pages: Int
}
