internal import CVips

/// A resizer that works on the rows of a picture as they go by, with a few strips in memory.
///
///     let resizer = try RowResizer(from: (6000, 4000), to: (768, 512), depth: .eight, source: rows)
///     try resizer.read(rows: 0..<16, into: buffer)     // 16 · 768 · 3 values
///
/// Values are averaged as they are encoded, not as linear light. Shrinking uses box shrinking by whole numbers, then a
/// Lanczos kernel of three lobes; enlarging uses a bicubic one. Borders are repeated.
///
/// Calls block, and may come from any thread, one at a time.
package final class RowResizer: @unchecked Sendable {
  package typealias Sides = (width: Int, height: Int)

  private let feed: RowGenerator
  private let image: VipsHandle
  private let rowBytes: Int

  /// - Parameters:
  ///   - bands: the number of values per pixel, 3 or 1.
  ///   - source: the source of the rows, which is asked for them from top to bottom, one or more at a time.
  /// - Throws: ``ImageError/library(_:)`` when libvips refuses the sizes.
  package init(
    from: Sides, to: Sides, bands: Int = 3, depth: BitDepth, source: @escaping RowSource
  ) throws {
    try ImageCodecs.start()
    feed = RowGenerator(width: from.width, bands: bands, depth: depth, source: source)
    rowBytes = to.width * bands * depth.bytes
    guard
      let image = feed.makeImage(height: from.height, bands: bands, depth: depth)?.after({
        stylize_vips_resize(
          $0, Double(to.width) / Double(from.width), Double(to.height) / Double(from.height))
      }), image.width == to.width, image.height == to.height
    else { throw ImageError.library(takeVipsError()) }
    self.image = image
  }

  /// Delivers rows, interleaved and without padding. Rows come in order: a call can't go back to rows that an earlier
  /// one had.
  ///
  /// - Throws: The errors of the source, or ``ImageError/library(_:)``.
  package func read(rows: Range<Int>, into bytes: UnsafeMutableRawBufferPointer) throws {
    precondition(bytes.count >= rows.count * rowBytes, "the buffer is too small")
    // A region belongs to the thread that made it, so it lives for one call only.
    guard let region = vips_region_new(image.pointer) else {
      throw ImageError.library(takeVipsError())
    }
    defer { stylize_vips_unref(region) }
    var area = VipsRect(
      left: 0, top: Int32(rows.lowerBound), width: Int32(image.width), height: Int32(rows.count))
    guard vips_region_prepare(region, &area) == 0 else {
      let reason = takeVipsError()
      throw feed.failure ?? ImageError.library(reason)
    }
    for row in rows {
      bytes.baseAddress!.advanced(by: (row - rows.lowerBound) * rowBytes).copyMemory(
        from: stylize_vips_region_row(region, 0, Int32(row)), byteCount: rowBytes)
    }
  }
}
