internal import CVips

/// The options that each saver gets before the person's own, which may override them.
struct SaverDefaults {
  let writer: ImageWriter
  let pump: EncoderFeed

  func apply(to saver: UnsafeMutablePointer<VipsOperation>) {
    let suffix = writer.format.suffix
    func has(_ option: String) -> Bool { stylize_vips_has_option(saver, option) != 0 }

    Self.setUsualQuality(of: saver, suffix)
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

  /// Sets the default quality: high enough that an encoded painting can't be told from the original when both are
  /// viewed side by side.
  ///
  /// JPEG and AVIF keep colour at full size (4:4:4) at any quality, since strokes have sharp coloured edges.
  /// HEIC keeps libvips' choice, because many viewers show 4:2:0 only; WebP knows nothing else. JPEG XL's
  /// own default, a distance of 1, is good enough, and so is JPEG 2000's.
  static func setUsualQuality(of saver: UnsafeMutablePointer<VipsOperation>, _ suffix: String) {
    let quality: Int? =
      switch suffix {
      case ".jpg", ".jpeg", ".jpe", ".tif", ".tiff": 92
      case ".webp": 90
      case ".avif", ".heic", ".heif": 80
      default: nil
      }
    if let quality { set(quality, of: saver, suffix) }
    let keepsColour = ![".heic", ".heif"].contains(suffix)
    if keepsColour, stylize_vips_has_option(saver, "subsample-mode") != 0 {
      stylize_vips_set_int(
        saver, "subsample-mode", Int32(VIPS_FOREIGN_SUBSAMPLE_OFF.rawValue))
    }
  }

  /// Sets the quality of a saver. In PNG and GIF, Q is the quality of a palette and not what people mean by it, so it
  /// is left alone.
  static func set(_ quality: Int, of saver: UnsafeMutablePointer<VipsOperation>, _ suffix: String) {
    guard stylize_vips_has_option(saver, "Q") != 0, ![".png", ".gif"].contains(suffix) else {
      return
    }
    stylize_vips_set_int(saver, "Q", Int32(quality))
  }
}
