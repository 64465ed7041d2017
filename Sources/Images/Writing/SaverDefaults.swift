internal import CVips

/// What we ask of each saver before the person's own options, which may say otherwise.
struct SaverDefaults {
  let writer: PictureWriter
  let pump: RowPump

  func apply(to saver: UnsafeMutablePointer<VipsOperation>) {
    let suffix = writer.format.suffix
    func has(_ option: String) -> Bool { stylize_vips_has_option(saver, option) != 0 }

    if let quality = writer.quality { Self.set(quality, of: saver, suffix) }
    if has("profile") { stylize_vips_set_text(saver, "profile", "srgb") }
    // Netpbm's only metadata would be a comment with the time of day.
    if writer.strip || suffix.hasPrefix(".p") && suffix.hasSuffix("m"), has("strip") {
      stylize_vips_set_int(saver, "strip", 1)
    }
    if [".avif", ".heic", ".heif"].contains(suffix) {
      stylize_vips_set_int(saver, "bitdepth", pump.depth == .eight ? 8 : 12)
    }
    // A classic TIFF ends at 4 GiB; compression can fail to make data smaller.
    let bytes = pump.picture.width * pump.picture.height * pump.bands * pump.depth.bytes
    if bytes > 3 << 30, has("bigtiff") { stylize_vips_set_int(saver, "bigtiff", 1) }
    // Formats that libvips writes through ImageMagick learn theirs here; a stream has no suffix.
    if writer.format.streamSaver == nil, has("format") {
      stylize_vips_set_text(saver, "format", String(suffix.dropFirst()))
    }
  }

  /// In PNG and GIF, Q is the quality of a palette and not what people mean by it.
  static func set(_ quality: Int, of saver: UnsafeMutablePointer<VipsOperation>, _ suffix: String) {
    guard stylize_vips_has_option(saver, "Q") != 0, ![".png", ".gif"].contains(suffix) else {
      return
    }
    stylize_vips_set_int(saver, "Q", Int32(quality))
  }
}
