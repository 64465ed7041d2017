package import ImageIO

/// A picture in the memory of a program that imports the library. It is streamed as a file is, so that a plan counts the
/// same for both.
package final class MemorySource: StreamedSource {
  package let info: ImageInfo
  private let bytes: [UInt8]

  /// - Parameter bytes: R, G, B, and opacity where the picture has it, interleaved without padding; values of 16
  ///   bits in the machine's byte order.
  package init(_ bytes: [UInt8], _ info: ImageInfo) {
    precondition(
      bytes.count == info.width * info.height * info.channels * info.depth.bytes,
      "the bytes are not those of a picture of this size")
    (self.bytes, self.info) = (bytes, info)
  }

  package var metadata: ImageMetadata? { nil }

  package func stream(
    _ depth: BitDepth, _ limits: ImageLimits,
    _ take: (Range<Int>, UnsafeRawBufferPointer) throws -> Void
  ) throws -> AlphaPlane? {
    for rows in strips(of: info.height) {
      try withColour(rows) { try take(rows, $0) }
    }
    // Rendering doesn't change the opacity, and the caller has the picture anyway.
    return nil
  }

  package func decode(_ depth: BitDepth, _ limits: ImageLimits) -> SourceImage {
    SourceImage(
      rows: ImageRows(size: info.size, depth: info.depth) { [self] rows, target in
        readColour(rows, into: target)
      })
  }

  /// Fills `target` with the colours of some rows.
  package func readColour(_ rows: Range<Int>, into target: UnsafeMutableRawBufferPointer) {
    withColour(rows) { target.copyMemory(from: $0) }
  }

  /// Calls `body` with the colours of some rows, without opacity.
  private func withColour<Result>(
    _ rows: Range<Int>, _ body: (UnsafeRawBufferPointer) throws -> Result
  ) rethrows -> Result {
    try bytes.withUnsafeBytes { bytes in
      let rowBytes = info.width * info.channels * info.depth.bytes
      let source = UnsafeRawBufferPointer(
        rebasing: bytes[rows.lowerBound * rowBytes..<rows.upperBound * rowBytes])
      guard info.hasAlpha else { return try body(source) }
      let colour = UnsafeMutableRawBufferPointer.allocate(
        byteCount: source.count / 4 * 3, alignment: 64)
      defer { colour.deallocate() }
      switch info.depth {
      case .eight: Self.copyColour(of: source.bindMemory(to: UInt8.self), to: colour)
      case .sixteen: Self.copyColour(of: source.bindMemory(to: UInt16.self), to: colour)
      }
      return try body(UnsafeRawBufferPointer(colour))
    }
  }

  private static func copyColour<Value>(
    of source: UnsafeBufferPointer<Value>, to target: UnsafeMutableRawBufferPointer
  ) {
    let colour = target.bindMemory(to: Value.self)
    for pixel in 0..<source.count / 4 {
      for channel in 0..<3 { colour[pixel * 3 + channel] = source[pixel * 4 + channel] }
    }
  }
}

extension ImageInfo {
  /// The number of values of one pixel: three colours, and opacity where there is any.
  package var channels: Int { hasAlpha ? 4 : 3 }
}
