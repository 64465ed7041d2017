internal import CVips
package import Files
internal import Glibc

/// Writes pictures in one format, as sRGB with a profile that says so.
///
/// Metadata of the original is kept unless ``strip`` is set; its orientation becomes 1, since the pixels are
/// upright, and its preview is dropped, since it shows another picture. Alpha is put back where the format
/// carries it; elsewhere (JPEG, PPM) the picture is laid on white.
///
/// Calls block. Different threads may write different pictures at the same time.
package struct ImageWriter: Sendable {
  package var format: ImageFormat
  /// The quality of lossy compression, 1 to 100 (JPEG, WebP, AVIF, HEIC, JPEG XL, JPEG 2000, TIFF with such a
  /// compression); other formats ignore it. Nil takes the default: 92 for JPEG, 90 for WebP, 80 for AVIF and HEIC,
  /// libvips' own for the others. `Q` among the options takes precedence.
  package var quality: Int?
  /// The bit depth to write; nil takes the picture's own depth where the format carries it.
  package var depth: BitDepth?
  /// Whether EXIF, XMP, IPTC and comments are left out. The profile stays where it can.
  package var strip: Bool
  /// Whether a file of that name may be replaced.
  package var overwrite: Bool

  package init(
    format: ImageFormat, quality: Int? = nil, depth: BitDepth? = nil, strip: Bool = false,
    overwrite: Bool = false
  ) {
    self.format = format
    self.quality = quality
    self.depth = depth
    self.strip = strip
    self.overwrite = overwrite
  }

  /// Checks before any work that quality and bit depth fit the format.
  ///
  /// - Throws: ``ImageError/badQuality(found:)``, ``ImageError/bitDepthNotCarried(format:asked:carried:)``.
  package func check() throws {
    if let quality, !(1...100).contains(quality) { throw ImageError.badQuality(found: quality) }
    if depth == .sixteen, format.depth == .eight {
      throw ImageError.bitDepthNotCarried(format: format.suffix, asked: 16, carried: 8)
    }
  }

  /// The depth that is written for a picture of this depth.
  package func depth(for source: BitDepth) -> BitDepth {
    depth ?? (format.depth == .eight ? .eight : source)
  }

  /// Writes a picture to a file, which afterwards is complete or not there at all.
  ///
  /// The bytes go to a file in the same folder that has no name, or, where the file system can't do that, a name that
  /// ``Path/isTemporaryOutput`` recognises. It is flushed to the disk and only then gets its final name.
  ///
  /// - Throws: The errors of the row sources, or ``ImageError``.
  package func write(_ picture: OutputImage, to path: Path) throws {
    do {
      let file = try AtomicFile(for: path.filePath, overwrite: overwrite)
      try encode(picture, name: path.description, to: file)
      if let addition = additions(
        to: picture, size: try file.size(), { readPart(of: file.descriptor, at: $0, $1) })
      {
        try file.add(addition.appended, replacing: addition.patch, at: addition.place)
      }
      try file.commit()
    } catch let cause as Cause {
      if cause.isTaken, !overwrite { throw ImageError.exists(path: path.description) }
      throw ImageError.unwritable(path: path.description, reason: cause)
    }
  }

  /// Encodes a picture into a file.
  ///
  /// - Throws: `Cause` when something could not be written, whatever the saver says.
  private func encode(_ picture: OutputImage, name: String, to file: AtomicFile) throws {
    let output = UnsafeMutablePointer<StylizeOutput>.allocate(capacity: 1)
    output.initialize(to: StylizeOutput(descriptor: file.descriptor, failure: 0))
    let target = stylize_vips_target_to_output(output)
    // The target goes first: it may still write when it is let go of.
    defer {
      stylize_vips_unref(target)
      output.deallocate()
    }
    let result = Result { try encode(picture, name: name, to: target) }
    if output.pointee.failure != 0 { throw Cause(output.pointee.failure) }
    try result.get()
  }

  /// Encodes a picture into memory.
  ///
  /// - Throws: The errors of the row sources, or ``ImageError``.
  package func encode(
    _ picture: OutputImage, name: String = "standard output"
  ) throws -> [UInt8] {
    try ImageCodecs.start()
    let target = vips_target_new_to_memory()
    defer { stylize_vips_unref(target) }
    try encode(picture, name: name, to: target)
    var count = 0
    guard let bytes = stylize_vips_target_bytes(target, &count) else {
      throw ImageError.notEncoded(path: name, format: format.suffix, reason: takeVipsError())
    }
    defer { g_free(bytes) }
    var file = Array(UnsafeRawBufferPointer(start: bytes, count: count))
    if let addition = additions(to: picture, size: count, { [file] in file.part(at: $0, $1) }) {
      let patched = addition.place..<(addition.place + addition.patch.count)
      file.replaceSubrange(patched, with: addition.patch)
      file += addition.appended
    }
    return file
  }

  private func additions(
    to picture: OutputImage, size: Int,
    _ bytes: @escaping (_ offset: Int, _ count: Int) -> [UInt8]?
  ) -> (appended: [UInt8], place: Int, patch: [UInt8])? {
    guard !strip, [".tif", ".tiff"].contains(format.suffix) else { return nil }
    return picture.metadata?.additions(toTIFF: size, bytes: bytes)
  }

  private func encode(
    _ picture: OutputImage, name: String, to target: UnsafeMutablePointer<VipsTarget>?
  ) throws {
    try ImageCodecs.start()
    try check()
    guard (1...Self.maxSide).contains(picture.width), (1...Self.maxSide).contains(picture.height)
    else { throw ImageError.badSize(path: name, width: picture.width, height: picture.height) }
    guard let target else {
      throw ImageError.unwritable(path: name, reason: .text(takeVipsError()))
    }
    let pump = EncoderFeed(
      picture, keepsAlpha: format.carriesAlpha, depth: depth(for: picture.depth))
    try withExtendedLifetime(pump) {
      guard let image = try pump.makeImage(), label(image, picture),
        let rows = image.after({ stylize_vips_sequential($0, 16) })
      else {
        throw ImageError.notEncoded(path: name, format: format.suffix, reason: takeVipsError())
      }
      let saved = try save(rows, of: pump, to: target)
      let reason = saved ? "" : takeVipsError()
      if let failure = pump.failure { throw failure }
      guard saved else {
        throw ImageError.notEncoded(path: name, format: format.suffix, reason: reason)
      }
    }
  }

  /// The limit of libvips on the length of a side, in pixels.
  private static let maxSide = 10_000_000

  /// Attaches profile and metadata, and sets libvips to one thread so that rows come in order.
  private func label(_ image: VipsHandle, _ picture: OutputImage) -> Bool {
    if !strip { picture.metadata?.copy(to: image, wrapsIPTC: format.isJPEG) }
    vips_image_set_int(image.pointer, VIPS_META_ORIENTATION, 1)
    vips_image_set_int(image.pointer, VIPS_META_CONCURRENCY, 1)
    return stylize_vips_attach_srgb(image.pointer) == 0
  }

  private func save(
    _ image: VipsHandle, of pump: EncoderFeed, to target: UnsafeMutablePointer<VipsTarget>
  ) throws -> Bool {
    let saver = try format.makeSaver()
    stylize_vips_set_object(saver, "in", image.pointer)
    SaverDefaults(writer: self, pump: pump).apply(to: saver)
    do { try format.setOptions(of: saver) } catch {
      stylize_vips_unref(saver)
      throw error
    }
    if format.streamSaver != nil {
      stylize_vips_set_object(saver, "target", target)
      return stylize_vips_run(saver) == 0
    }
    var count = 0
    guard let bytes = stylize_vips_run_for_buffer(saver, &count) else { return false }
    defer { g_free(bytes) }
    return vips_target_write(target, bytes, count) == 0 && vips_target_end(target) == 0
  }
}
