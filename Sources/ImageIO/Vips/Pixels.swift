/// Moves pixels between interleaved layouts; `Value` is `UInt8` or `UInt16`.
enum Pixels<Value: FixedWidthInteger & UnsignedInteger> {
  /// Splits RGB or RGBA into RGB and alpha.
  ///
  /// - Parameters:
  ///   - bands: 3 or 4 values per pixel in `from`.
  ///   - pixels: The number of pixels to move.
  ///   - at: The position of the first of them in the targets, in pixels.
  static func split(
    _ from: UnsafeRawBufferPointer, bands: Int, pixels: Int, to target: RowTarget, at: Int
  ) {
    let size = MemoryLayout<Value>.size
    let source = from.baseAddress!.assumingMemoryBound(to: Value.self)
    let rgb = target.colour.baseAddress!.advanced(by: at * 3 * size).assumingMemoryBound(
      to: Value.self)
    let opacity = target.alpha?.baseAddress!.advanced(by: at * size).assumingMemoryBound(
      to: Value.self)
    if bands == 3 {
      rgb.update(from: source, count: pixels * 3)
      opacity?.update(repeating: .max, count: pixels)
      return
    }
    for pixel in 0..<pixels {
      rgb[pixel * 3] = source[pixel * 4]
      rgb[pixel * 3 + 1] = source[pixel * 4 + 1]
      rgb[pixel * 3 + 2] = source[pixel * 4 + 2]
    }
    guard let opacity else { return }
    for pixel in 0..<pixels { opacity[pixel] = source[pixel * 4 + 3] }
  }
}
