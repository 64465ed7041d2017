internal import CVips
internal import Synchronization

/// Reads one picture from top to bottom as sRGB, with its orientation applied.
///
///     let reader = try PictureReader(.file("in.jpg"))
///     try reader.read(rows: 0..<16, into: buffer)     // 16 · width · 3 values
///
/// Opening reads the header only. The steps are: orientation, the file's colour profile (or what its format
/// implies) to sRGB by relative colorimetric intent, grey and palette to three channels, alpha apart and not
/// multiplied into the colours. Of files with several pages or frames the first is read.
///
/// Calls block, and may come from any thread, one at a time.
public final class PictureReader: Sendable {
  public let info: PictureInfo
  /// What is kept of the file besides its pixels.
  public let metadata: PictureMetadata
  /// What errors call the picture.
  public let name: String

  private let rows: Mutex<RowSupply>

  /// - Throws: ``ImageError`` when the input can't be read, is no picture, or has more pixels than `limits`
  ///   allows.
  public init(_ input: PictureInput, limits: PictureLimits = PictureLimits()) throws {
    try Images.start()
    name = input.name
    let source = try PictureSource(input)
    guard let opened = VipsPicture(stylize_vips_image_from_source(source.pointer)) else {
      let reason = takeVipsText()
      // Another thread's failure may have taken these words away, so they are not all that is asked.
      let isKnown = vips_foreign_find_load_source(source.pointer) != nil
      if !isKnown { _ = takeVipsText() }
      throw Self.notOpened(input, isKnown: isKnown, reason: reason)
    }
    let pixels = opened.width.multipliedReportingOverflow(by: opened.height)
    guard !pixels.overflow, pixels.partialValue <= limits.maxPixels else {
      throw ImageError.tooLarge(
        path: name, width: opened.width, height: opened.height, allowedPixels: limits.maxPixels)
    }

    let colour = try ColourPipeline(opened, name: name)
    let orientation = Orientation(opened)
    let format = Self.formatName(opened)
    info = PictureInfo(
      width: orientation.swapsSides ? opened.height : opened.width,
      height: orientation.swapsSides ? opened.width : opened.height,
      depth: colour.depth, hasAlpha: colour.hasAlpha,
      format: format,
      streams: !orientation.needsWholePicture && Self.decodesByRow(opened),
      hasUsableProfile: colour.usedProfile,
      memory: CodecMemory(
        decoding: opened, format: format, from: input, to: colour, turned: orientation,
        limits: limits),
      pages: max(1, opened.number(VIPS_META_N_PAGES) ?? 1))
    metadata = PictureMetadata(of: opened, from: input)
    rows = Mutex(
      RowSupply(
        picture: colour.picture, orientation: orientation, limits: limits, info: info, name: name))
  }

  /// Delivers rows, R, G, B interleaved, `info.depth` bits each, without padding.
  ///
  /// Rows come in order: a call may begin at the first row that no call before had, or later; rows left out
  /// can't be had any more.
  ///
  /// - Parameters:
  ///   - rows: Which rows of the picture, counted from the top.
  ///   - colour: `rows.count · info.width · 3` values.
  ///   - alpha: `rows.count · info.width` values, opacity from 0 to full scale. Nil leaves alpha out; a
  ///     picture without alpha delivers full scale.
  /// - Throws: ``ImageError/damaged(path:row:height:reason:)`` when the file ends early or can't be
  ///   decoded, ``ImageError/rowsOutOfOrder(path:asked:next:height:)``,
  ///   ``ImageError/scratch(folder:neededBytes:reason:)``.
  public func read(
    rows: Range<Int>, into colour: UnsafeMutableRawBufferPointer,
    alpha: UnsafeMutableRawBufferPointer? = nil
  ) throws {
    let values = rows.count * info.width * info.depth.bytes
    precondition(colour.count >= values * 3, "the buffer for colours is too small")
    precondition(alpha == nil || alpha!.count >= values, "the buffer for alpha is too small")
    let target = RowTarget(first: rows.lowerBound, colour: colour, alpha: alpha)
    try self.rows.withLock { try $0.read(rows: rows, into: target) }
  }

  private static func notOpened(
    _ input: PictureInput, isKnown: Bool, reason: String
  ) -> ImageError {
    // ImageMagick claims whatever nobody else knows, so that it is off says little about the file.
    let off = reason.contains("operation is blocked") && !reason.contains("magick")
    guard off || !isKnown || reason.contains("magick") else {
      return .notAPicture(
        path: input.name, found: "a header that can't be read", reason: reason)
    }
    return .notAPicture(
      path: input.name, found: describeUnknown(input),
      reason: off ? "this format is untrusted, and off unless allowed" : "of a format that is on")
  }

  /// `jpegload_source` is `jpeg`.
  private static func formatName(_ opened: VipsPicture) -> String {
    let loader = opened.text(VIPS_META_LOADER) ?? "unknown"
    return loader.firstRange(of: "load").map { String(loader[..<$0.lowerBound]) } ?? loader
  }

  /// Interlaced PNG, progressive JPEG and the formats that are one compressed block need all of it at once.
  private static func decodesByRow(_ opened: VipsPicture) -> Bool {
    if opened.number("interlaced") == 1 || opened.number("jpeg-multiscan") == 1 { return false }
    return ["jpeg", "png", "tiff", "ppm"].contains(formatName(opened))
  }
}
