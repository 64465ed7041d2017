internal import ImageIO

/// The opacity of a picture, kept aside until its result is written.
///
/// It is delivered in the result's bit depth, which need not be the picture's.
package struct AlphaPlane: Sendable {
  private let values: SpillBuffer
  private let width: Int
  private let depth: BitDepth
  private let delivered: BitDepth

  init(_ values: SpillBuffer, width: Int, depth: BitDepth, delivered: BitDepth) {
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
    withUnsafeTemporaryAllocation(byteCount: rows.count * width * depth.bytes, alignment: 64) {
      values.read(rows: rows, into: $0)
      delivered.convert(UnsafeRawBufferPointer($0), of: depth, into: bytes)
    }
  }
}
