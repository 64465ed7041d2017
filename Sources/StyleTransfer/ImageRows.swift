package import Engine
package import ImageIO
package import Networks

/// A picture that is delivered row by row from the top: R, G, B interleaved, without padding.
///
/// The steps after the network are built from these, each around the one before, so that a picture
/// of any size is finished a few rows at a time, as the encoder asks for them.
package struct ImageRows: Sendable {
  package let size: Size
  package let depth: BitDepth
  /// Reads rows, from top to bottom: each call asks for the rows after those of the call before.
  package let read: RowSource

  package init(size: Size, depth: BitDepth, read: @escaping RowSource) {
    self.size = size
    self.depth = depth
    self.read = read
  }

  /// The same picture with another number of bits.
  package func converted(to wanted: BitDepth) -> ImageRows {
    guard wanted != depth else { return self }
    let source = self
    return ImageRows(size: size, depth: wanted) { rows, bytes in
      try source.withRows(rows) { wanted.convert($0, of: source.depth, into: bytes) }
    }
  }

  /// This picture with its rows changed in place, given the same rows of another picture of its
  /// size and depth.
  func combined(
    with other: ImageRows,
    _ combine: @escaping @Sendable (UnsafeMutableRawBufferPointer, UnsafeRawBufferPointer) -> Void
  ) -> ImageRows {
    precondition(other.size == size && other.depth == depth, "pictures of different forms")
    let source = self
    return ImageRows(size: size, depth: depth) { rows, bytes in
      try source.read(rows, bytes)
      try other.withRows(rows) { combine(bytes, $0) }
    }
  }

  /// The size of whole rows, in bytes.
  package func byteCount(of rows: Range<Int>) -> Int { rows.count * size.width * 3 * depth.bytes }

  func withRows(_ rows: Range<Int>, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
    let bytes = UnsafeMutableRawBufferPointer.allocate(
      byteCount: byteCount(of: rows), alignment: 64)
    defer { bytes.deallocate() }
    try read(rows, bytes)
    try body(UnsafeRawBufferPointer(bytes))
  }
}

extension ImageRows {
  /// Reads a picture from the feature map in which a plan stores it.
  package init<B: Backend>(of map: StoredMap<B>) {
    size = map.region.size
    depth = map.element == .uint8 ? .eight : .sixteen
    read = { try map.read(rows: $0, into: $1) }
  }

  /// Reads a picture that was kept in a buffer.
  package init(of buffer: SpillBuffer, size: Size, depth: BitDepth) {
    self.size = size
    self.depth = depth
    read = { buffer.read(rows: $0, into: $1) }
  }

  /// The same picture, computed now and kept.
  package func held(_ limits: ImageLimits) throws -> ImageRows {
    let buffer = try SpillBuffer(
      rows: size.height, rowBytes: byteCount(of: 0..<1), limits: limits)
    for rows in strips(of: size.height) {
      try withRows(rows) { buffer.write($0, rows: rows) }
    }
    return ImageRows(of: buffer, size: size, depth: depth)
  }

  /// Writes the picture to the feature map in which a plan stores it.
  package func write<B: Backend>(to map: StoredMap<B>) throws {
    for rows in strips(of: size.height) {
      try withRows(rows) { try map.write($0, rows: rows) }
    }
  }
}

/// The number of rows that are decoded or copied at once.
let stripRows = 64

func strips(of height: Int) -> [Range<Int>] {
  stride(from: 0, to: height, by: stripRows).map { $0..<min($0 + stripRows, height) }
}

extension BitDepth {
  /// Converts values of another depth to this one; full scale stays full scale.
  package func convert(
    _ source: UnsafeRawBufferPointer, of depth: BitDepth,
    into target: UnsafeMutableRawBufferPointer
  ) {
    switch (depth, self) {
    case (.eight, .sixteen):
      let values = target.assumingMemoryBound(to: UInt16.self)
      // 255 · 257 = 65535.
      for index in source.indices { values[index] = UInt16(source[index]) * 257 }
    case (.sixteen, .eight):
      let values = source.assumingMemoryBound(to: UInt16.self)
      for index in values.indices { target[index] = UInt8((UInt32(values[index]) + 128) / 257) }
    default:
      target.copyMemory(from: source)
    }
  }
}
