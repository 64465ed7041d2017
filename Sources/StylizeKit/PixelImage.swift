internal import Files
internal import ImageIO
internal import Networks
internal import StyleTransfer
public import SystemPackage

/// A picture in memory: sRGB, rows from top to bottom without padding, R, G, B or R, G, B, A interleaved.
///
/// The shape is (height, width, channels). Colours are not multiplied by opacity.
///
/// ```swift
/// let grey = try PixelImage(
///   width: 64, height: 48, bytes: [UInt8](repeating: 128, count: 64 * 48 * 3))
/// let png = try grey.encoded(OutputOptions(format: "png"))
/// let again = try PixelImage(decoding: png)
/// ```
public struct PixelImage: Hashable, Sendable {
  /// The bits of each value.
  public enum BitDepth: Int, Hashable, Sendable, CaseIterable {
    /// Values 0…255.
    case eight = 8
    /// Values 0…65535, two bytes in the machine's byte order.
    case sixteen = 16
  }

  /// Pixels across.
  public let width: Int
  /// Rows.
  public let height: Int
  /// The bits of each value.
  public let bitDepth: BitDepth
  /// Whether each pixel has opacity as its fourth value, 0 for transparent.
  public let hasAlpha: Bool
  /// The values, height · width · ``channels`` of ``bitDepth`` bits.
  public let bytes: [UInt8]

  /// The values of one pixel: 3, or 4 with opacity.
  public var channels: Int { hasAlpha ? 4 : 3 }

  /// Makes a picture of pixels.
  ///
  /// - Parameters:
  ///   - width: pixels across, 1 at least.
  ///   - height: rows, 1 at least.
  ///   - bytes: height · width · 3 values, or · 4 with opacity.
  ///   - bitDepth: the bits of each value.
  ///   - hasAlpha: whether each pixel has opacity as its fourth value.
  /// - Throws: ``StylizeError`` with the code `unsupported` when the number of bytes is another one.
  public init(
    width: Int, height: Int, bytes: [UInt8], bitDepth: BitDepth = .eight, hasAlpha: Bool = false
  ) throws(StylizeError) {
    let (pixels, overflows) = width.multipliedReportingOverflow(by: height)
    let pixelBytes = (hasAlpha ? 4 : 3) * bitDepth.rawValue / 8
    guard width > 0, height > 0, !overflows, pixels <= bytes.count,
      bytes.count == pixels * pixelBytes
    else {
      throw StylizeError(
        code: .unsupported,
        message: "\(Self.name): found \(bytes.count) bytes, expected \(width)×\(height) pixels of "
          + "\(pixelBytes) bytes")
    }
    self.init(width, height, bitDepth, hasAlpha, bytes)
  }

  private init(
    _ width: Int, _ height: Int, _ bitDepth: BitDepth, _ hasAlpha: Bool, _ bytes: [UInt8]
  ) {
    (self.width, self.height, self.bitDepth) = (width, height, bitDepth)
    (self.hasAlpha, self.bytes) = (hasAlpha, bytes)
  }

  /// Decodes the bytes of a file such as a JPEG, upright and converted to sRGB. Metadata is not kept. Blocks.
  ///
  /// - Parameters:
  ///   - file: the bytes of the file.
  ///   - maxPixels: the most pixels; more is refused before anything is decoded.
  /// - Throws: ``StylizeError`` when the bytes are no picture or a damaged one.
  public init(decoding file: [UInt8], maxPixels: Int = 100_000_000) throws(StylizeError) {
    self = try StylizeError.wrapping {
      try Self.read(.bytes(file, name: Self.name), maxPixels)
    }
  }

  /// Reads a file, upright and converted to sRGB. Metadata is not kept. Blocks.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - maxPixels: the most pixels; more is refused before anything is decoded.
  /// - Throws: ``StylizeError`` when the file can't be read, is no picture or a damaged one.
  public init(contentsOf path: FilePath, maxPixels: Int = 100_000_000) throws(StylizeError) {
    self = try StylizeError.wrapping { try Self.read(.file(Path(path)), maxPixels) }
  }

  /// Encodes the picture. Blocks.
  ///
  /// - Parameter options: format (PNG unless it is said), quality and bit depth.
  /// - Returns: the bytes of a file.
  /// - Throws: ``StylizeError`` when the format is unknown or can't hold what is asked of it.
  public func encoded(_ options: OutputOptions = OutputOptions()) throws(StylizeError) -> [UInt8] {
    try StylizeError.wrapping {
      let format = try options.imageFormat() ?? ImageFormat(suffix: "png")
      let writer = ImageWriter(
        format: format, quality: options.quality, depth: options.bitDepth?.depth)
      return try writer.encode(outputImage, name: Self.name)
    }
  }

  /// The name of a picture in memory in messages.
  static let name = "picture in memory"
}

extension PixelImage.BitDepth {
  var depth: ImageIO.BitDepth { self == .eight ? .eight : .sixteen }
  var byteCount: Int { rawValue / 8 }

  init(_ depth: ImageIO.BitDepth) { self = depth == .eight ? .eight : .sixteen }
}

extension PixelImage {
  var info: ImageInfo {
    ImageInfo(width: width, height: height, depth: bitDepth.depth, hasAlpha: hasAlpha)
  }

  /// The result of a picture, with that picture's opacity. Computes the rows.
  init(_ rows: ImageRows, opacityOf source: PixelImage) throws {
    let pixels = try Self.interleaved(
      rows.size.width, rows.size.height, rows.depth, hasAlpha: source.hasAlpha
    ) { range, colour, alpha in
      try rows.read(range, colour)
      if let alpha { source.copyAlpha(range, as: rows.depth, to: alpha) }
    }
    self.init(
      rows.size.width, rows.size.height, BitDepth(rows.depth), source.hasAlpha, pixels)
  }

  private static func read(_ input: ImageInput, _ maxPixels: Int) throws -> PixelImage {
    let reader = try ImageReader(input, limits: ImageLimits(maxPixels: maxPixels))
    let info = reader.info
    let pixels = try interleaved(
      info.width, info.height, info.depth, hasAlpha: info.hasAlpha
    ) { rows, colour, alpha in
      try reader.read(rows: rows, into: colour, alpha: alpha)
    }
    return PixelImage(info.width, info.height, BitDepth(info.depth), info.hasAlpha, pixels)
  }

  /// The picture as encoders take it: colours and opacity apart.
  private var outputImage: OutputImage {
    let depth = bitDepth.depth
    let source = MemorySource(bytes, info)
    var image = OutputImage(
      width: width, height: height, depth: depth,
      colour: { rows, target in source.readColour(rows, into: target) })
    if hasAlpha { image.alpha = { rows, target in copyAlpha(rows, as: depth, to: target) } }
    return image
  }

  /// Puts colours and opacity together, some rows at a time.
  ///
  /// - Parameter read: fills buffers with the colours and the opacity of some rows, in order.
  private static func interleaved(
    _ width: Int, _ height: Int, _ depth: ImageIO.BitDepth, hasAlpha: Bool,
    _ read: (
      Range<Int>, UnsafeMutableRawBufferPointer, UnsafeMutableRawBufferPointer?
    ) throws -> Void
  ) throws -> [UInt8] {
    let channels = hasAlpha ? 4 : 3
    let rowBytes = width * channels * depth.bytes
    var pixels = [UInt8](repeating: 0, count: height * rowBytes)
    let stripRows = min(height, 64)
    let strip = UnsafeMutableRawBufferPointer.allocate(
      byteCount: hasAlpha ? stripRows * rowBytes : 0, alignment: 64)
    defer { strip.deallocate() }
    try pixels.withUnsafeMutableBytes { pixels in
      for first in stride(from: 0, to: height, by: stripRows) {
        let rows = first..<min(first + stripRows, height)
        let target = UnsafeMutableRawBufferPointer(
          rebasing: pixels[rows.lowerBound * rowBytes..<rows.upperBound * rowBytes])
        guard hasAlpha else {
          try read(rows, target, nil)
          continue
        }
        let count = rows.count * width
        let colour = UnsafeMutableRawBufferPointer(rebasing: strip[..<(count * 3 * depth.bytes)])
        let alpha = UnsafeMutableRawBufferPointer(
          rebasing: strip[(count * 3 * depth.bytes)..<(count * 4 * depth.bytes)])
        try read(rows, colour, alpha)
        switch depth {
        case .eight: weave(UInt8.self, count, colour, alpha, target)
        case .sixteen: weave(UInt16.self, count, colour, alpha, target)
        }
      }
    }
    return pixels
  }

  private static func weave<Value>(
    _: Value.Type, _ count: Int, _ colour: UnsafeMutableRawBufferPointer,
    _ alpha: UnsafeMutableRawBufferPointer, _ target: UnsafeMutableRawBufferPointer
  ) {
    let (colour, alpha) = (colour.bindMemory(to: Value.self), alpha.bindMemory(to: Value.self))
    let target = target.bindMemory(to: Value.self)
    for pixel in 0..<count {
      for channel in 0..<3 { target[pixel * 4 + channel] = colour[pixel * 3 + channel] }
      target[pixel * 4 + 3] = alpha[pixel]
    }
  }

  /// Fills `target` with the opacity of some rows, in another depth if need be.
  private func copyAlpha(
    _ rows: Range<Int>, as depth: ImageIO.BitDepth, to target: UnsafeMutableRawBufferPointer
  ) {
    let count = rows.count * width
    withUnsafeTemporaryAllocation(byteCount: count * bitDepth.byteCount, alignment: 64) { own in
      bytes.withUnsafeBytes { bytes in
        for pixel in 0..<count {
          let start = ((rows.lowerBound * width + pixel) * 4 + 3) * bitDepth.byteCount
          for byte in 0..<bitDepth.byteCount {
            own[pixel * bitDepth.byteCount + byte] = bytes[start + byte]
          }
        }
      }
      depth.convert(UnsafeRawBufferPointer(own), of: bitDepth.depth, into: target)
    }
  }
}
