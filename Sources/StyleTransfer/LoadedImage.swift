package import Engine
package import ImageIO
package import Networks

/// A decoded photograph, ready to be painted.
struct LoadedImage<B: Backend>: Sendable {
  let job: Job
  /// At its full size.
  let rows: ImageRows
  /// At the size in which it is painted, with grain.
  let map: StoredMap<B>
  /// Whether the map has no grain.
  let isClean: Bool
  let plan: Plan
  /// For what the plan doesn't keep in memory.
  let scratch: ScratchFile?
  /// What the painting is written in.
  let depth: BitDepth
  let alpha: AlphaPlane?
  let metadata: ImageMetadata
  let writer: ImageWriter

  /// The photograph without grain at the size in which it is painted.
  ///
  /// - Throws: `ImageError`.
  func small() throws -> ImageRows {
    isClean ? ImageRows(of: map) : try rows.resized(to: map.shape.size)
  }
}

/// A painting that is not written yet.
struct ComputedImage<B: Backend>: Sendable {
  let photograph: LoadedImage<B>
  let map: StoredMap<B>
}

extension ImageReader {
  package var size: Size { Size(height: info.height, width: info.width) }

  /// Reads the whole picture, some rows at a time.
  ///
  /// - Parameters:
  ///   - delivered: the depth in which opacity will be asked for.
  ///   - limits: how much of its opacity may be in memory.
  ///   - take: is given all rows in order.
  /// - Returns: its opacity; nil when it has none.
  func readAll(
    delivered: BitDepth, limits: ImageLimits,
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
      try read(rows: rows, into: colour, alpha: info.hasAlpha ? alpha : nil)
      try take(rows, UnsafeRawBufferPointer(colour))
      opacity?.write(UnsafeRawBufferPointer(alpha), rows: rows)
    }
    return opacity.map {
      AlphaPlane($0, width: info.width, depth: info.depth, delivered: delivered)
    }
  }

  /// Reads the whole picture and keeps it, so that it can be read again.
  func hold(_ limits: ImageLimits, delivered: BitDepth) throws -> (ImageRows, AlphaPlane?) {
    let held = try SpillBuffer(
      rows: info.height, rowBytes: info.width * 3 * info.depth.bytes, limits: limits)
    let alpha = try readAll(delivered: delivered, limits: limits) { held.write($1, rows: $0) }
    return (ImageRows(of: held, size: size, depth: info.depth), alpha)
  }
}

extension ImageRows {
  /// A picture as a plan keeps it.
  package init<B: Backend>(of map: StoredMap<B>) {
    size = map.region.size
    depth = map.element == .uint8 ? .eight : .sixteen
    read = { try map.read(rows: $0, into: $1) }
  }

  /// A picture kept aside.
  package init(of held: SpillBuffer, size: Size, depth: BitDepth) {
    self.size = size
    self.depth = depth
    read = { held.read(rows: $0, into: $1) }
  }

  /// The same picture, computed now and kept.
  package func held(_ limits: ImageLimits) throws -> ImageRows {
    let held = try SpillBuffer(
      rows: size.height, rowBytes: byteCount(of: 0..<1), limits: limits)
    for rows in strips(of: size.height) {
      try withRows(rows) { held.write($0, rows: rows) }
    }
    return ImageRows(of: held, size: size, depth: depth)
  }

  /// Brings the picture to where a plan keeps it.
  package func write<B: Backend>(to map: StoredMap<B>) throws {
    for rows in strips(of: size.height) {
      try withRows(rows) { try map.write($0, rows: rows) }
    }
  }
}

extension BitDepth {
  var element: Element { self == .eight ? .uint8 : .uint16 }
}

private let stripRows = 64

private func strips(of height: Int) -> [Range<Int>] {
  stride(from: 0, to: height, by: stripRows).map { $0..<min($0 + stripRows, height) }
}
