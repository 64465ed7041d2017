internal import CVips

/// Reads one picture from top to bottom as sRGB, with its orientation applied.
///
///     let reader = try ImageReader(.file("in.jpg"))
///     try reader.read(rows: 0..<16, into: buffer)     // 16 · width · 3 values
///
/// Opening reads the header only. The steps are: orientation, the file's colour profile (or what its format
/// implies) to sRGB by relative colorimetric intent, grey and palette to three channels, alpha apart and not
/// multiplied into the colours. Of files with several pages or frames the first is read.
///
/// Calls block, and may come from any thread, one at a time.
package final class ImageReader: Sendable {
  package let info: ImageInfo
  /// The metadata of the file that are kept besides its pixels.
  package let metadata: ImageMetadata
  /// The name of the picture in errors.
  package let name: String

  private let rows: any RowProvider

  /// - Throws: ``ImageError`` when the input can't be read, is no picture, or has more pixels than `limits`
  ///   allows.
  package init(_ input: ImageInput, limits: ImageLimits = ImageLimits()) throws {
    try ImageCodecs.start()
    name = input.name
    let source = try InputSource(input)
    let signature = try Self.signature(of: source, input)
    if !signature.isTrusted, let program = ImageCodecs.isolation {
      let decoder = try IsolatedDecoder(program, input, source, limits)
      (info, metadata, rows) = (decoder.info, decoder.metadata, decoder)
      return
    }
    let clock = DecodingClock(limits, fileBytes: input.byteCount)
    let opened = try Self.open(source, as: signature, input, clock)
    let pixels = opened.width.multipliedReportingOverflow(by: opened.height)
    guard !pixels.overflow, pixels.partialValue <= limits.maxPixels else {
      throw ImageError.tooLarge(
        path: name, width: opened.width, height: opened.height, allowedPixels: limits.maxPixels)
    }
    clock.allow(pixels: pixels.partialValue)

    let colour = try ColourPipeline(opened, name: name)
    let orientation = Orientation(opened)
    let format = Self.formatName(opened)
    let info = ImageInfo(
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
    self.info = info
    metadata = ImageMetadata(of: opened, from: input)
    rows = OwnRows(
      RowDecoder(
        picture: colour.picture, orientation: orientation, limits: limits, info: info, name: name,
        source: source, clock: clock))
  }

  /// Delivers rows, R, G, B interleaved, `info.depth` bits each, without padding.
  ///
  /// Rows come in order: a call may begin at the first row that no earlier call had, or later; rows that were skipped
  /// can't be read any more.
  ///
  /// - Parameters:
  ///   - rows: The rows of the picture to read, counted from the top.
  ///   - colour: `rows.count · info.width · 3` values.
  ///   - alpha: `rows.count · info.width` values, opacity from 0 to full scale. Nil leaves alpha out; a
  ///     picture without alpha delivers full scale.
  /// - Throws: ``ImageError/damaged(path:row:height:reason:)`` when the file ends early or can't be
  ///   decoded, ``ImageError/rowsOutOfOrder(path:asked:next:height:)``,
  ///   ``ImageError/scratch(folder:neededBytes:reason:)``.
  package func read(
    rows: Range<Int>, into colour: UnsafeMutableRawBufferPointer,
    alpha: UnsafeMutableRawBufferPointer? = nil
  ) throws {
    let values = rows.count * info.width * info.depth.bytes
    precondition(colour.count >= values * 3, "the buffer for colours is too small")
    precondition(alpha == nil || alpha!.count >= values, "the buffer for alpha is too small")
    let target = RowTarget(first: rows.lowerBound, colour: colour, alpha: alpha)
    try self.rows.read(rows: rows, into: target)
  }

  /// The format of the file.
  ///
  /// - Throws: ``ImageError`` when it is unknown, or its decoder is off.
  private static func signature(
    of source: InputSource, _ input: ImageInput
  ) throws -> ImageSignature {
    if let cause = source.failure { throw ImageError.unreadable(path: input.name, reason: cause) }
    let signature = ImageSignature.of(source.head)
    if let signature, signature.isTrusted || ImageCodecs.allowsUntrusted { return signature }
    // ImageMagick is the last resort of those who trust everything.
    if signature == nil, ImageCodecs.allowsUntrusted, !ImageSignature.unknown.loaders.isEmpty {
      return .unknown
    }
    throw ImageError.notAPicture(
      path: input.name, found: describeUnknown(source.head),
      reason: signature == nil
        ? "of a format that is on" : "this format is untrusted, and off unless allowed")
  }

  private static func open(
    _ source: InputSource, as signature: ImageSignature, _ input: ImageInput,
    _ clock: DecodingClock
  ) throws -> VipsHandle {
    let loaders = signature.loaders
    let opened = clock.run { deadline in
      source.setDeadline(deadline)
      return loaders.lazy.compactMap { $0.open(source) }.first
    }
    if let opened, !clock.isOver { return opened }
    let reason = takeVipsError()
    if let cause = source.failure { throw ImageError.unreadable(path: input.name, reason: cause) }
    if let limit = clock.limit, clock.isOver {
      throw ImageError.decodingTooSlow(path: input.name, seconds: limit)
    }
    guard !loaders.isEmpty else {
      throw ImageError.notAPicture(
        path: input.name, found: signature.words, reason: "which this libvips can't read")
    }
    throw ImageError.notAPicture(
      path: input.name,
      found: signature == .unknown
        ? describeUnknown(source.head) : "a header that can't be read",
      reason: reason)
  }

  /// The format by the name of its loader: `jpegload_source` is `jpeg`.
  private static func formatName(_ opened: VipsHandle) -> String {
    let loader = opened.text(VIPS_META_LOADER) ?? "unknown"
    return loader.firstRange(of: "load").map { String(loader[..<$0.lowerBound]) } ?? loader
  }

  /// Whether a picture is decoded row by row. Interlaced PNG, progressive JPEG and the formats that are one compressed
  /// block need all of it at once.
  private static func decodesByRow(_ opened: VipsHandle) -> Bool {
    if opened.number("interlaced") == 1 || opened.number("jpeg-multiscan") == 1 { return false }
    return ["jpeg", "png", "tiff", "ppm"].contains(formatName(opened))
  }
}
