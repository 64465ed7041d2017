/// The memory that a decoder or an encoder takes while a picture goes through it, in bytes.
///
/// The numbers behind it are in ``CodecMemoryModel``.
package struct CodecMemory: Sendable, Hashable, Codable {
  /// The memory of lines on their way through libvips, which keeps several hundred of them for every step.
  package var lines: Int
  /// The memory that is held besides until the codec is done: the whole picture, coefficients, rows of tiles, the
  /// compressed file.
  package var held: Int

  package var bytes: Int { lines + held }

  init(lines: Int, held: Int) {
    self.lines = lines
    self.held = held
  }

  /// Computes the memory for a picture by the model of its codec.
  ///
  /// - Parameters:
  ///   - width: the width in pixels, as the file has it.
  ///   - fileBytes: the size of the compressed file, in bytes.
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
  /// Computes the memory that a reader takes for a picture that was opened.
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

/// A model of the memory that a codec holds for a picture, besides lines on their way.
///
/// The numbers were measured with the libraries that libvips 8.14 of Debian 12 uses, as the peak memory of a process
/// for 6, 24 and 96 megapixels; where they depend on the pixels, for noise, which nothing can compress.
struct CodecMemoryModel: Equatable {
  /// The number of bytes for each pixel of the picture.
  var perPixel = 0.0
  /// The number of bytes for each pixel of a row: rows of tiles.
  var perColumn = 0.0
  /// The number of bytes for each byte of the compressed file.
  var perFileByte = 0.0
  /// The number of bytes that are held from some size on; below it, ``growth`` bytes for each pixel.
  var fixed = 0
  var growth = 16

  static let nothing = CodecMemoryModel()
}
