internal import Engine
package import ImageIO
package import Networks

/// The source of a picture's pixels: a decoder, the caller's memory, or a preview that is rendered repeatedly.
package protocol PixelSource: AnyObject, Sendable {
  var info: ImageInfo { get }
  var metadata: ImageMetadata? { get }

  /// Decodes the picture into a form that can be read repeatedly.
  ///
  /// - Parameters:
  ///   - depth: the bit depth in which opacity will be asked for.
  ///   - limits: how much of the picture may be kept in memory.
  func decode(_ depth: BitDepth, _ limits: ImageLimits) throws -> SourceImage
}

/// A source that delivers its rows once, from top to bottom, and keeps none unless asked to.
package protocol StreamedSource: PixelSource {
  /// Delivers the rows once, from top to bottom.
  ///
  /// - Parameters:
  ///   - depth: the bit depth in which opacity will be asked for.
  ///   - limits: how much of the opacity may be in memory.
  ///   - take: receives all rows in order, R, G, B interleaved.
  /// - Returns: the opacity; nil when there is none.
  func stream(
    _ depth: BitDepth, _ limits: ImageLimits,
    _ take: (Range<Int>, UnsafeRawBufferPointer) throws -> Void
  ) throws -> AlphaPlane?
}

extension StreamedSource {
  package func decode(_ depth: BitDepth, _ limits: ImageLimits) throws -> SourceImage {
    let buffer = try SpillBuffer(
      rows: info.height, rowBytes: info.width * 3 * info.depth.bytes, limits: limits)
    let alpha = try stream(depth, limits) { buffer.write($1, rows: $0) }
    return SourceImage(
      rows: ImageRows(of: buffer, size: info.size, depth: info.depth), alpha: alpha)
  }
}

/// A picture as its source delivers it.
package struct SourceImage: Sendable {
  /// The picture at the result's size.
  let rows: ImageRows
  let alpha: AlphaPlane?
  /// Whether the picture is held only by the network's input, which it equals.
  let isInMap: Bool
  private let resize: @Sendable (Size) throws -> ImageRows

  init(
    rows: ImageRows, alpha: AlphaPlane? = nil, isInMap: Bool = false,
    resize: (@Sendable (Size) throws -> ImageRows)? = nil
  ) {
    (self.rows, self.alpha, self.isInMap) = (rows, alpha, isInMap)
    self.resize = resize ?? { try rows.resized(to: $0) }
  }

  /// The picture at the size at which the network sees it.
  ///
  /// - Throws: `ImageError`.
  func resized(to size: Size) throws -> ImageRows { try resize(size) }
}

/// A picture that is decoded while it is read.
final class DecodedSource: StreamedSource {
  private let reader: ImageReader

  /// Reads the header.
  ///
  /// - Throws: `ImageError`.
  init(_ source: Job.Source, _ limits: ImageLimits) throws {
    reader = try ImageReader(source.input(), limits: limits)
  }

  var info: ImageInfo { reader.info }
  var metadata: ImageMetadata? { reader.metadata }

  func stream(
    _ depth: BitDepth, _ limits: ImageLimits,
    _ take: (Range<Int>, UnsafeRawBufferPointer) throws -> Void
  ) throws -> AlphaPlane? {
    let rowBytes = info.width * info.depth.bytes
    let opacity =
      try info.hasAlpha
      ? SpillBuffer(rows: info.height, rowBytes: rowBytes, limits: limits) : nil
    let strip = UnsafeMutableRawBufferPointer.allocate(
      byteCount: stripRows * rowBytes * 4, alignment: 64)
    defer { strip.deallocate() }
    for rows in strips(of: info.height) {
      let colour = UnsafeMutableRawBufferPointer(rebasing: strip[..<(rows.count * rowBytes * 3)])
      let alpha = UnsafeMutableRawBufferPointer(
        rebasing: strip[(strip.count / 4 * 3)...][..<(strip.count / 4 * 3 + rows.count * rowBytes)])
      try reader.read(rows: rows, into: colour, alpha: info.hasAlpha ? alpha : nil)
      try take(rows, UnsafeRawBufferPointer(colour))
      opacity?.write(UnsafeRawBufferPointer(alpha), rows: rows)
    }
    return opacity.map {
      AlphaPlane($0, width: info.width, depth: info.depth, delivered: depth)
    }
  }
}

extension ImageInfo {
  package var size: Size { Size(height: height, width: width) }
}

extension BitDepth {
  var element: Element { self == .eight ? .uint8 : .uint16 }
}
