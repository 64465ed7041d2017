internal import CVips
package import Files

/// A format that libvips writes, with the saver options that a person gave in brackets.
package struct ImageFormat: Sendable, Hashable {
  /// The suffix of file names, in lower case with the dot: `.jpg`.
  package let suffix: String
  /// The text between the brackets: `Q=90,interlace`. Empty when there were none.
  package let options: String
  /// The names of libvips' saver classes: one that writes to a stream, or where there is none, one that writes to
  /// memory.
  let streamSaver: String?
  let bufferSaver: String?

  /// - Parameters:
  ///   - suffix: The suffix, with or without the dot, in any case.
  ///   - options: libvips' saver options without the brackets.
  /// - Throws: ``ImageError/unknownFormat(suffix:known:)``, ``ImageError/badOption(format:options:reason:)``.
  package init(suffix: String, options: String = "") throws {
    try ImageCodecs.start()
    let lower = suffix.lowercased()
    self.suffix = lower.hasPrefix(".") ? lower : "." + lower
    self.options = options
    if let why = Self.noPaintings[self.suffix] {
      throw ImageError.noPaintings(
        format: self.suffix, reason: why.reason, instead: why.instead)
    }
    let known = ImageCodecs.formats.writable
    guard known.contains(self.suffix) else {
      throw ImageError.unknownFormat(suffix: suffix, known: known)
    }
    // When a disk is full, libvips' JPEG 2000 saver tries again for ever; in memory that can't happen.
    let streams = ![".j2k", ".jp2", ".jpt", ".j2c", ".jpc"].contains(self.suffix)
    streamSaver =
      streams ? vips_foreign_find_save_target(self.suffix).map { String(cString: $0) } : nil
    bufferSaver = vips_foreign_find_save_buffer(self.suffix).map { String(cString: $0) }
    _ = takeVipsError()
    guard streamSaver != nil || bufferSaver != nil else {
      throw ImageError.unknownFormat(suffix: suffix, known: known)
    }
    if !options.isEmpty {
      let saver = try makeSaver()
      defer { stylize_vips_unref(saver) }
      try setOptions(of: saver)
    }
  }

  /// Reads a format as a person types it for `--format`: `png`, `.png`, `jpg[Q=90]`.
  ///
  /// - Throws: The errors of ``init(suffix:options:)``.
  package init(argument: String) throws {
    let parts = Self.splitBrackets(Array(argument.utf8))
    try self.init(
      suffix: String(decoding: parts.name, as: UTF8.self),
      options: String(decoding: parts.options ?? [], as: UTF8.self))
  }

  /// Splits an output as a person types it, `out.jpg[Q=90]`, into the path and its format.
  ///
  /// Brackets count as options only at the very end and only after a suffix that can be written, so
  /// `holiday[1]` and `holiday[1].jpg` are plain names. The format is nil when the path has no suffix (a
  /// folder, for instance).
  ///
  /// - Throws: The errors of ``init(suffix:options:)`` for a suffix that can't be written.
  package static func parse(
    output argument: Path
  ) throws -> (path: Path, format: ImageFormat?) {
    let parts = splitBrackets(argument.bytes)
    let path = Path(bytes: parts.name)
    if let options = parts.options, let suffix = path.suffix,
      ImageCodecs.formats.writable.contains(suffix)
    {
      let text = String(decoding: options, as: UTF8.self)
      return (path, try ImageFormat(suffix: suffix, options: text))
    }
    guard let suffix = argument.suffix else { return (argument, nil) }
    return (argument, try ImageFormat(suffix: suffix))
  }

  /// The formats that libvips writes, but in which paintings are not written.
  static let noPaintings: [String: (reason: String, instead: String)] = [
    ".pgm": ("holds shades of grey only, and paintings have colours", ".ppm"),
    ".pbm": ("holds black and white only, and paintings have colours", ".ppm"),
    // libvips writes it upside down, and 0…255 where others expect 0…1.
    ".pfm": ("isn't written", ".ppm, .png or .tif"),
  ]

  /// Whether two suffixes stand for the same format, as `.jpg` and `.jpeg` do.
  package func isSameFormat(as other: ImageFormat) -> Bool {
    Self.family(suffix) == Self.family(other.suffix)
  }

  private static func family(_ suffix: String) -> String {
    switch suffix {
    case ".jpeg", ".jpe": ".jpg"
    case ".tiff": ".tif"
    case ".heif": ".heic"
    case ".pnm": ".ppm"
    default: suffix
    }
  }

  /// The default format for the painting of a photograph: the photograph's own where it can be written and suits a
  /// painting, otherwise PNG.
  ///
  /// GIF holds too few colours; PGM and PBM become PPM.
  ///
  /// - Parameter suffix: the suffix of the photograph; nil for one without.
  /// - Throws: ``ImageError/library(_:)``.
  package init(ownOf suffix: String?) throws {
    try ImageCodecs.start()
    var suffix = suffix?.lowercased() ?? ".png"
    if [".pgm", ".pbm"].contains(suffix) { suffix = ".ppm" }
    if ImageCodecs.jpegSuffixes.contains(suffix) { suffix = ".jpg" }
    if suffix == ".gif" || !ImageCodecs.formats.writable.contains(suffix) { suffix = ".png" }
    try self.init(suffix: suffix)
  }

  /// Whether the format carries transparency; otherwise the picture is laid on white.
  package var carriesAlpha: Bool { stylize_vips_saver_keeps_alpha(saverName) != 0 }

  /// The most bits per channel. AVIF and HEIC count as 16, though they keep 12 of them.
  package var depth: BitDepth {
    stylize_vips_saver_keeps_16_bits(saverName) != 0 ? .sixteen : .eight
  }

  var isJPEG: Bool { [".jpg", ".jpeg", ".jpe"].contains(suffix) }

  var saverName: String { streamSaver ?? bufferSaver! }

  func makeSaver() throws -> UnsafeMutablePointer<VipsOperation> {
    guard let saver = vips_operation_new(saverName) else {
      throw ImageError.unknownFormat(suffix: suffix, known: ImageCodecs.formats.writable)
    }
    return saver
  }

  func setOptions(of saver: UnsafeMutablePointer<VipsOperation>) throws {
    let (failed, warning) = PropertyWarnings.collected {
      stylize_vips_set_options(saver, options) != 0
    }
    guard !failed, warning == nil else {
      let reason = failed ? takeVipsError() : warning ?? ""
      throw ImageError.badOption(format: suffix, options: options, reason: reason)
    }
  }

  /// The values of the saver's options, as numbers; those that it doesn't have are left out.
  ///
  /// - Parameter quality: the value of ``ImageWriter/quality``.
  func values(of names: [String], quality: Int?) -> [String: Int] {
    guard let saver = try? makeSaver() else { return [:] }
    defer { stylize_vips_unref(saver) }
    SaverDefaults.setUsualQuality(of: saver, suffix)
    if let quality { SaverDefaults.set(quality, of: saver, suffix) }
    try? setOptions(of: saver)
    var values: [String: Int] = [:]
    for name in names where stylize_vips_has_option(saver, name) != 0 {
      values[name] = Int(stylize_vips_get_int(saver, name))
    }
    return values
  }

  private static func splitBrackets(_ bytes: [UInt8]) -> (name: [UInt8], options: [UInt8]?) {
    guard bytes.last == UInt8(ascii: "]"),
      let open = bytes.lastIndex(of: UInt8(ascii: "["))
    else { return (bytes, nil) }
    return (Array(bytes[..<open]), Array(bytes[(open + 1)..<(bytes.count - 1)]))
  }
}
