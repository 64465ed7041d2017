package import Files
package import ImageIO
package import Networks

/// A picture that is rendered repeatedly at preview size, by one thread at a time.
///
/// A preview is rendered at the working size of the final picture and then shrunk, so that strokes are as large
/// relative to the picture as they will be in the end.
package final class PreviewSource: PixelSource, @unchecked Sendable {
  package let info: ImageInfo
  /// The size of the previews.
  package let size: Size
  private let path: Path
  private let limits: ImageLimits
  private var photograph: ImageRows?
  private var small: ImageRows?
  private var shrunk: ImageRows?

  /// Reads the photograph's header; the photograph itself is read when it is first asked for.
  ///
  /// - Parameters:
  ///   - side: the longer side of previews, in pixels; never more than the photograph's.
  ///   - limits: how much of the photograph, and of each copy of it, may be in memory.
  /// - Throws: `ImageError`.
  package init(_ path: Path, side: Int, limits: ImageLimits) throws {
    (self.path, self.limits) = (path, limits)
    info = try ImageReader(.file(path), limits: limits).info
    let factor = min(1, Double(side) / Double(max(info.width, info.height)))
    size = Size(
      height: max(1, Int((Double(info.height) * factor).rounded())),
      width: max(1, Int((Double(info.width) * factor).rounded())))
  }

  /// The most memory that is held, in bytes: the photograph, its copy at the working size, two previews, and the memory
  /// that adding grain takes.
  package var heldBytes: Int {
    let photograph = info.width * info.height * 3 * info.depth.bytes
    return 2 * min(photograph, limits.memoryBytes) + 2 * min(size.pixels * 3, limits.memoryBytes)
      + Grain.workBytes(width: info.width, depth: info.depth)
  }

  package var metadata: ImageMetadata? { nil }

  package func decode(_ depth: BitDepth, _ limits: ImageLimits) throws -> SourceImage {
    SourceImage(rows: try rows()) { [self] in try rows(at: $0) }
  }

  /// The photograph at preview size, in 8 bits.
  ///
  /// - Throws: `ImageError`; ``FileError/changedWhileRead(path:)``.
  package func rows() throws -> ImageRows {
    if let shrunk { return shrunk }
    let rows = try kept(whole().converted(to: .eight).resized(to: size))
    shrunk = rows
    return rows
  }

  /// The photograph at the size at which it is rendered.
  ///
  /// - Throws: the same errors as ``rows()``.
  package func rows(at size: Size) throws -> ImageRows {
    // Most styles are rendered at the same size.
    if let small, small.size == size { return small }
    let whole = try whole()
    guard whole.size != size else { return whole }
    let rows = try kept(whole.resized(to: size))
    small = rows
    return rows
  }

  /// Computes the rows now and keeps them, so that reading them again needs neither the source nor more than a little
  /// memory.
  package func kept(_ rows: ImageRows) throws -> ImageRows { try rows.held(limits) }

  private func whole() throws -> ImageRows {
    if let photograph { return photograph }
    let source = try DecodedSource(.file(path), limits)
    guard source.info == info else { throw FileError.changedWhileRead(path: path) }
    let rows = try source.decode(info.depth, limits).rows
    photograph = rows
    return rows
  }
}
