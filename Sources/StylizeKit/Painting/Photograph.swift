internal import Engine
internal import Images
internal import Networks

/// A decoded photograph, ready to be painted.
struct Photograph<B: Backend>: Sendable {
  let job: Job
  /// At its full size.
  let rows: PictureRows
  /// At the size in which it is painted.
  let map: B.Map
  let plan: Plan
  /// What the painting is written in.
  let depth: PictureDepth
  let alpha: AlphaPlane?
  let metadata: PictureMetadata
  let writer: PictureWriter
}

/// A painting that is not written yet.
struct Painting<B: Backend>: Sendable {
  let photograph: Photograph<B>
  let map: B.Map
}

extension PictureReader {
  var size: Size { Size(height: info.height, width: info.width) }

  /// Reads the whole picture, some rows at a time.
  ///
  /// - Parameters:
  ///   - delivered: the depth in which opacity will be asked for.
  ///   - take: is given all rows in order.
  /// - Returns: its opacity; nil when it has none.
  func readAll(
    delivered: PictureDepth, _ take: (Range<Int>, UnsafeRawBufferPointer) throws -> Void
  ) throws -> AlphaPlane? {
    let rowBytes = info.width * info.depth.bytes
    var alpha = info.hasAlpha ? [UInt8](repeating: 0, count: info.height * rowBytes) : []
    let strip = UnsafeMutableRawBufferPointer.allocate(
      byteCount: stripRows * rowBytes * 3, alignment: 64)
    defer { strip.deallocate() }
    for rows in strips(of: info.height) {
      try alpha.withUnsafeMutableBytes { alpha in
        let part =
          info.hasAlpha
          ? UnsafeMutableRawBufferPointer(
            rebasing: alpha[rows.lowerBound * rowBytes..<rows.upperBound * rowBytes]) : nil
        try read(rows: rows, into: strip, alpha: part)
      }
      try take(rows, UnsafeRawBufferPointer(rebasing: strip[..<(rows.count * rowBytes * 3)]))
    }
    return info.hasAlpha
      ? AlphaPlane(alpha, width: info.width, depth: info.depth, delivered: delivered) : nil
  }
}

extension PictureRows {
  /// A picture in a backend's memory.
  init<B: Backend>(of map: B.Map, in backend: B) {
    size = map.region.size
    depth = map.element == .uint8 ? .eight : .sixteen
    read = { try backend.read(rows: $0, from: map, into: $1) }
  }

  /// A picture kept aside.
  init(of held: HeldPicture, size: Size, depth: PictureDepth) {
    self.size = size
    self.depth = depth
    read = { held.read(rows: $0, into: $1) }
  }

  /// Brings the picture into a backend's memory.
  func write<B: Backend>(to map: B.Map, of backend: B) throws {
    for rows in strips(of: size.height) {
      try withRows(rows) { try backend.write($0, rows: rows, to: map) }
    }
  }
}

extension PictureDepth {
  var element: Element { self == .eight ? .uint8 : .uint16 }
}

private let stripRows = 64

private func strips(of height: Int) -> [Range<Int>] {
  stride(from: 0, to: height, by: stripRows).map { $0..<min($0 + stripRows, height) }
}
