internal import CVips

extension CodecMemoryModel {
  /// The savers' options on which their memory depends.
  fileprivate static let options = [
    "Q", "bitdepth", "compression", "interlace", "lossless", "near-lossless", "optimize-coding",
    "optimize-scans", "palette", "pyramid", "subsample-mode", "tile", "tile-height",
    "trellis-quant",
  ]

  /// The model of coders that choose a palette: they count the picture's colours, up to some two million.
  private static func palette(_ perPixel: Double) -> CodecMemoryModel {
    CodecMemoryModel(perPixel: perPixel, fixed: 128 << 20, growth: 64)
  }

  /// The model of the encoder of a format, with the options that were given.
  ///
  /// - Parameters:
  ///   - bands: the number of values per pixel that are written, 3 or 4.
  ///   - option: the saver's value of an option; nil when it has none of that name.
  init(encoding suffix: String, bands: Int, depth: BitDepth, option: (String) -> Int?) {
    let isWide = depth == .sixteen
    let alpha = bands == 4
    let pixel = Double(bands * depth.bytes)
    func isOn(_ name: String) -> Bool { (option(name) ?? 0) != 0 }
    /// Whether colour is kept at full size: 0 is the saver's choice, by quality; 2 is asked for.
    let isFullColour =
      option("subsample-mode") == 2 || isOn("lossless")
      || option("subsample-mode") == 0 && (option("Q") ?? 0) >= 90
    switch suffix {
    case ".jpg", ".jpeg", ".jpe":
      // Coefficients, 2 bytes each, as long as all of them have to be known before the first is written.
      let isHeld = ["interlace", "optimize-coding", "optimize-scans", "trellis-quant"].contains(
        where: isOn)
      self.init(perPixel: isHeld ? (isFullColour ? 6 : 3) : 0)
    case ".png":
      let isPalette = isOn("palette") || (1..<8).contains(option("bitdepth") ?? 0)
      self =
        isPalette
        ? Self.palette(alpha ? 14 : 11) : CodecMemoryModel(perPixel: isOn("interlace") ? pixel : 0)
    case ".tif", ".tiff":
      // Strips or tiles that are written behind the rows that come; of a pyramid the smaller layers, which
      // follow the largest in the file.
      let tileHeight = max(option("tile-height") ?? 128, 128)
      self.init(
        perPixel: isOn("pyramid") ? pixel * 0.36 : 0, perColumn: 2 * pixel * Double(tileHeight))
    case ".webp":
      // Pixels, and what stands for them until the codes are chosen, which is more the better the quality.
      let isLossless = isOn("lossless") || isOn("near-lossless")
      let lossy = (option("Q") ?? 75) > 75 ? 31.0 : 19
      self.init(perPixel: isLossless ? 38 : alpha ? max(27, lossy) + 2 : lossy)
    case ".gif":
      self = Self.palette(16)
    case ".avif", ".heic", ".heif":
      let isHEVC = suffix != ".avif" && option("compression") == 1
      let colour: Double =
        switch (isHEVC, isWide) {
        case (false, false): isFullColour ? 46 : 23
        case (false, true): isFullColour ? 60 : 35
        case (true, false): isFullColour ? 27 : 20
        case (true, true): isFullColour ? 44 : 30
        }
      self.init(
        perPixel: colour + (alpha ? 4.0 * Double(depth.bytes) : 0),
        fixed: isHEVC ? 20 << 20 : 96 << 20)
    case ".jxl":
      self.init(perPixel: isOn("lossless") ? 100 : 55, fixed: 48 << 20)
    case ".jp2", ".j2k", ".jpt", ".j2c", ".jpc":
      // The file, twice.
      self.init(perPixel: 2.3 * pixel)
    case ".ppm", ".pgm", ".pbm", ".pfm", ".pnm", ".hdr":
      self = .nothing
    default:
      // ImageMagick's, of four channels of floating point.
      self.init(perPixel: 32)
    }
  }
}

extension ImageWriter {
  /// The memory that encoding a picture of this size takes.
  ///
  /// - Parameter info: the facts about the photograph; the painting has its size and opacity.
  package func memory(for info: ImageInfo) -> CodecMemory {
    let bands = info.hasAlpha && format.carriesAlpha ? 4 : 3
    let depth = depth(for: info.depth)
    let values = format.values(of: CodecMemoryModel.options, quality: quality)
    let model = CodecMemoryModel(encoding: format.suffix, bands: bands, depth: depth) { values[$0] }
    return CodecMemory(model, width: info.width, height: info.height, depth: depth)
  }
}
