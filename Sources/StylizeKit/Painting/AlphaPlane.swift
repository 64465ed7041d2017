internal import Engine
internal import Images

/// The opacity of a photograph, kept aside until its painting is written.
///
/// It is delivered in the painting's bit depth, which need not be the photograph's.
struct AlphaPlane: Sendable {
  private let values: [UInt8]
  private let width: Int
  private let depth: PictureDepth
  private let delivered: PictureDepth

  init(_ values: [UInt8], width: Int, depth: PictureDepth, delivered: PictureDepth) {
    self.values = values
    self.width = width
    self.depth = depth
    self.delivered = delivered
  }

  var rowSource: RowSource {
    { rows, bytes in read(rows, into: bytes) }
  }

  /// Fills `bytes` with `rows.count · width` values.
  func read(_ rows: Range<Int>, into bytes: UnsafeMutableRawBufferPointer) {
    let range = rows.lowerBound * width..<rows.upperBound * width
    values.withUnsafeBytes { source in
      switch (depth, delivered) {
      case (.eight, .sixteen):
        // 255 · 257 = 65535: opaque stays opaque.
        for (offset, index) in range.enumerated() {
          bytes.storeBytes(
            of: UInt16(source[index]) * 257, toByteOffset: 2 * offset, as: UInt16.self)
        }
      case (.sixteen, .eight):
        for (offset, index) in range.enumerated() {
          let value = source.load(fromByteOffset: 2 * index, as: UInt16.self)
          bytes[offset] = UInt8((UInt32(value) + 128) / 257)
        }
      default:
        let size = depth.bytes
        bytes.copyMemory(
          from: UnsafeRawBufferPointer(
            rebasing: source[range.lowerBound * size..<range.upperBound * size]))
      }
    }
  }
}

extension PictureReader {
  /// Reads the whole picture into a map of the backend, some rows at a time.
  ///
  /// - Parameter delivered: the depth in which opacity will be asked for.
  /// - Returns: its opacity; nil when it has none.
  func copy<B: Backend>(to map: B.Map, of backend: B, delivered: PictureDepth) throws
    -> AlphaPlane?
  {
    let rowBytes = info.width * info.depth.bytes
    var alpha = info.hasAlpha ? [UInt8](repeating: 0, count: info.height * rowBytes) : []
    let strip = UnsafeMutableRawBufferPointer.allocate(
      byteCount: Self.stripRows * rowBytes * 3, alignment: 64)
    defer { strip.deallocate() }
    for first in stride(from: 0, to: info.height, by: Self.stripRows) {
      let rows = first..<min(first + Self.stripRows, info.height)
      try alpha.withUnsafeMutableBytes { alpha in
        let part =
          info.hasAlpha
          ? UnsafeMutableRawBufferPointer(
            rebasing: alpha[rows.lowerBound * rowBytes..<rows.upperBound * rowBytes]) : nil
        try read(rows: rows, into: strip, alpha: part)
      }
      let colour = UnsafeRawBufferPointer(rebasing: strip[..<(rows.count * rowBytes * 3)])
      try backend.write(colour, rows: rows, to: map)
    }
    return info.hasAlpha
      ? AlphaPlane(alpha, width: info.width, depth: info.depth, delivered: delivered) : nil
  }

  private static var stripRows: Int { 64 }
}
