/// Rows of a map in a scratch file.
final class ScratchRegion: StoredRows {
  private let file: ScratchFile
  private let layout: RowLayout
  private let rows: Int
  private let offset: Int

  init(_ layout: RowLayout, rows: Int, in file: ScratchFile) {
    (self.layout, self.rows, self.file) = (layout, rows, file)
    offset = file.take(layout.planes * rows * layout.rowBytes)
  }

  deinit { file.give(back: offset, layout.planes * rows * layout.rowBytes) }

  func write(_ bytes: UnsafeRawBufferPointer, rows: Range<Int>, plane: Int) throws {
    try file.write(
      UnsafeRawBufferPointer(rebasing: bytes[..<(rows.count * layout.rowBytes)]),
      at: position(rows.lowerBound, plane))
  }

  func read(_ bytes: UnsafeMutableRawBufferPointer, rows: Range<Int>, plane: Int) throws {
    try file.read(
      UnsafeMutableRawBufferPointer(rebasing: bytes[..<(rows.count * layout.rowBytes)]),
      at: position(rows.lowerBound, plane))
  }

  func announce(_ rows: Range<Int>) {
    for plane in 0..<layout.planes {
      file.announce(position(rows.lowerBound, plane), rows.count * layout.rowBytes)
    }
  }

  func bytes(of rows: Range<Int>) -> UnsafeMutableRawBufferPointer? { nil }

  private func position(_ row: Int, _ plane: Int) -> Int {
    offset + (plane * rows + row) * layout.rowBytes
  }
}
