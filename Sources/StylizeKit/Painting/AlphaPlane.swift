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
    let rowBytes = width * depth.bytes
    let range = rows.lowerBound * rowBytes..<rows.upperBound * rowBytes
    values.withUnsafeBytes {
      delivered.convert(UnsafeRawBufferPointer(rebasing: $0[range]), of: depth, into: bytes)
    }
  }
}
