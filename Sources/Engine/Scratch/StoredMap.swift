public import Networks

/// A feature map as a plan keeps it: in the backend's memory or in a scratch file.
public final class StoredMap<B: Backend>: Sendable {
  public let shape: Shape
  public let element: Element
  public let region: Region
  let place: Place
  private let backend: B

  enum Place: Sendable {
    case memory(B.Map)
    case scratch(ScratchRegion)
  }

  /// Makes a map whose contents are undefined.
  ///
  /// - Parameters:
  ///   - rolls: whether memory is taken as the map is made.
  ///   - scratch: where a map that is planned for it goes.
  /// - Throws: ``EngineError``.
  init(_ planned: Plan.Map, on backend: B, rolls: Bool, scratch: ScratchFile?) throws {
    (shape, element, region) = (planned.shape, planned.element, planned.region)
    self.backend = backend
    if planned.storage == .scratch, let scratch {
      place = .scratch(
        ScratchRegion(
          backend.layout(of: planned.storedShape, element)!, rows: region.rows.count, in: scratch))
    } else {
      place = .memory(
        try rolls
          ? backend.makeRollingMap(shape, element, region: region)
          : backend.makeMap(shape, element, region: region))
    }
  }

  /// A map that is in memory already.
  init(_ map: B.Map, on backend: B) {
    (shape, element, region) = (map.shape, map.element, map.region)
    self.backend = backend
    place = .memory(map)
  }

  /// The map where it is in the backend's memory.
  public var memory: B.Map? {
    guard case .memory(let map) = place else { return nil }
    return map
  }

  /// Fills whole rows of a picture, interleaved.
  public func write(_ bytes: UnsafeRawBufferPointer, rows: Range<Int>) throws {
    switch place {
    case .memory(let map): try backend.write(bytes, rows: rows, to: map)
    case .scratch(let stored): try stored.write(bytes, rows: rows, plane: 0)
    }
  }

  /// Fetches whole rows of a picture, interleaved.
  public func read(rows: Range<Int>, into bytes: UnsafeMutableRawBufferPointer) throws {
    switch place {
    case .memory(let map): try backend.read(rows: rows, from: map, into: bytes)
    case .scratch(let stored): try stored.read(bytes, rows: rows, plane: 0)
    }
  }
}

/// Rows of a map in a scratch file.
final class ScratchRegion: Sendable {
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

  /// Says which rows will be read soon.
  func announce(_ rows: Range<Int>) {
    for plane in 0..<layout.planes {
      file.announce(position(rows.lowerBound, plane), rows.count * layout.rowBytes)
    }
  }

  private func position(_ row: Int, _ plane: Int) -> Int {
    offset + (plane * rows + row) * layout.rowBytes
  }
}
