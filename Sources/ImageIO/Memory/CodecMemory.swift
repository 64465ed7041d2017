/// What a decoder or an encoder takes while a picture goes through it, in bytes.
///
/// The numbers behind it are in ``CodecMemoryModel``.
package struct CodecMemory: Sendable, Hashable, Codable {
  /// Lines on their way through libvips, which keeps some hundred of every step.
  package var lines: Int
  /// What is held besides until the codec is done: the whole picture, coefficients, rows of tiles, the
  /// compressed file.
  package var held: Int

  package var bytes: Int { lines + held }

  init(lines: Int, held: Int) {
    self.lines = lines
    self.held = held
  }

  /// - Parameters:
  ///   - width: pixels across, in the file.
  ///   - fileBytes: of the compressed file.
  init(
    _ model: CodecMemoryModel, width: Int, height: Int, depth: BitDepth, fileBytes: Int = 0
  ) {
    // Four channels of what is decoded to; libvips computes in strips, two threads at a time.
    lines = width * 4 * depth.bytes * 512
    held =
      Int((model.perPixel * Double(height) + model.perColumn) * Double(width))
      + Int(model.perFileByte * Double(fileBytes))
      + min(model.fixed, model.growth * width * height)
  }
}

extension CodecMemory {
  /// Of what a reader does with a picture that was opened.
  init(
    decoding opened: VipsHandle, format: String, from input: ImageInput,
    to colour: ColourPipeline,
    turned orientation: Orientation, limits: ImageLimits
  ) {
    self.init(
      CodecMemoryModel(decoding: opened, format: format, from: input), width: opened.width,
      height: opened.height, depth: colour.depth, fileBytes: input.byteCount)
    // libvips gets a copy of bytes that are in memory already.
    if case .bytes(let bytes, _) = input { held += 2 * bytes.count }
    guard orientation.needsWholePicture else { return }
    let pixels = opened.width * opened.height * colour.picture.bands * colour.depth.bytes
    // And strips across it, once in libvips and once out of it.
    held += (pixels <= limits.memoryBytes ? pixels : ScratchPixels.residentBytes) + 20 << 20
  }
}

/// What a codec holds of a picture, beside lines on their way.
///
/// Measured with the libraries that libvips 8.14 of Debian 12 uses, by the most that a process took for 6, 24 and
/// 96 megapixels; of what depends on the pixels, for noise, which nothing can compress.
struct CodecMemoryModel: Equatable {
  /// Bytes for each pixel of the picture.
  var perPixel = 0.0
  /// Bytes for each pixel of a row: rows of tiles.
  var perColumn = 0.0
  /// Bytes for each byte of the compressed file.
  var perFileByte = 0.0
  /// Bytes that are held from some size on, and how many for each pixel below it.
  var fixed = 0
  var growth = 16

  static let nothing = CodecMemoryModel()
}
