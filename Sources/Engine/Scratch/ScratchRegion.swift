/// Rows of a map in a scratch file, each of which starts at the beginning of a block.
final class ScratchRegion: StoredRows {
  private let file: ScratchFile
  private let layout: RowLayout
  private let rows: Int
  private let offset: Int

  init(_ layout: RowLayout, rows: Int, in file: ScratchFile) {
    (self.layout, self.rows, self.file) = (layout, rows, file)
    offset = file.take(Self.byteCount(of: layout, rows: rows))
  }

  deinit { file.give(back: offset, Self.byteCount(of: layout, rows: rows)) }

  /// The space that rows take in the file, in bytes.
  static func byteCount(of layout: RowLayout, rows: Int) -> Int {
    layout.planes * rows * ScratchSpace.rounded(layout.rowBytes)
  }

  func begin(_ direction: Transfer.Direction, _ planes: [PlaneRows], rows: Range<Int>) -> Transfer?
  {
    let stride = ScratchSpace.rounded(layout.rowBytes)
    let height = max(TransferWorker.pieceBytes / stride, 1)
    let pieces = planes.flatMap { plane in
      Swift.stride(from: rows.lowerBound, to: rows.upperBound, by: height).map { row in
        Transfer.Piece(
          memory: plane.start + (row - rows.lowerBound) * plane.pitch, pitch: plane.pitch,
          rows: min(height, rows.upperBound - row), rowBytes: layout.rowBytes,
          offset: offset + (plane.index * self.rows + row) * stride)
      }
    }
    return file.begin(direction, pieces)
  }

  func bytes(of rows: Range<Int>) -> UnsafeMutableRawBufferPointer? { nil }
}
