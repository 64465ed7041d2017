package import Networks

/// A feature map as a plan keeps it: in the backend's memory, in the program's or in a scratch file.
package final class StoredMap<B: Backend>: Sendable {
  package let shape: Shape
  package let element: Element
  package let region: Region
  let place: Place
  private let backend: B

  enum Place: Sendable {
    case memory(B.Map)
    case elsewhere(any StoredRows)
  }

  /// Makes a map whose contents are undefined.
  ///
  /// - Parameters:
  ///   - rolls: whether the map takes memory as it is written.
  ///   - scratch: the file for a map that the plan keeps in one.
  /// - Throws: ``EngineError``.
  init(_ planned: Plan.Map, on backend: B, rolls: Bool, scratch: ScratchFile?) throws {
    (shape, element, region) = (planned.shape, planned.element, planned.region)
    self.backend = backend
    var layout: RowLayout { backend.layout(of: planned.storedShape, planned.element)! }
    switch (planned.storage, scratch) {
    case (.scratch, let scratch?):
      place = .elsewhere(ScratchRegion(layout, rows: region.rows.count, in: scratch))
    case (.host, _):
      place = .elsewhere(try HostRegion(layout, rows: region.rows.count))
    default:
      place = .memory(
        try rolls
          ? backend.rollingMap(shape, element, region: region)
          : backend.makeMap(shape, element, region: region))
    }
  }

  /// Wraps a map that is in the backend's memory already.
  init(_ map: B.Map, on backend: B) {
    (shape, element, region) = (map.shape, map.element, map.region)
    self.backend = backend
    place = .memory(map)
  }

  /// The map itself where it is in the backend's memory; otherwise nil.
  package var memory: B.Map? {
    guard case .memory(let map) = place else { return nil }
    return map
  }

  /// Writes whole rows of a picture, interleaved.
  package func write(_ bytes: UnsafeRawBufferPointer, rows: Range<Int>) throws {
    switch place {
    case .memory(let map): try backend.write(bytes, rows: rows, to: map)
    case .elsewhere(let stored):
      let plane = PlaneRows(UnsafeMutableRawBufferPointer(mutating: bytes), of: rows)
      try stored.begin(.toFile, [plane], rows: rows)?.wait()
    }
  }

  /// Reads whole rows of a picture, interleaved.
  package func read(rows: Range<Int>, into bytes: UnsafeMutableRawBufferPointer) throws {
    switch place {
    case .memory(let map): try backend.read(rows: rows, from: map, into: bytes)
    case .elsewhere(let stored):
      let plane = PlaneRows(bytes, of: rows)
      try stored.begin(.fromFile, [plane], rows: rows)?.wait()
    }
  }
}

extension StoredMap {
  /// Starts to copy rows that are kept elsewhere into a window in the backend's memory.
  ///
  /// - Returns: the transfer to wait for before the window is touched; nil when nothing is left to
  ///   do.
  func fill(_ window: B.Map, rows: Range<Int>) throws -> Transfer? {
    try move(.fromFile, window, rows) { try backend.write($0, rows: rows, to: window) }
  }

  /// Starts to copy rows of a window to where the map is kept.
  ///
  /// - Returns: the transfer to wait for before the window is touched; nil when nothing is left to
  ///   do.
  func keep(_ rows: Range<Int>, of window: B.Map) throws -> Transfer? {
    try move(.toFile, window, rows) {
      try backend.read(rows: rows, from: window, into: UnsafeMutableRawBufferPointer(mutating: $0))
    }
  }

  private func move(
    _ direction: Transfer.Direction, _ window: B.Map, _ rows: Range<Int>,
    straight: (UnsafeRawBufferPointer) throws -> Void
  ) throws -> Transfer? {
    guard case .elsewhere(let stored) = place else { return nil }
    if let bytes = stored.bytes(of: rows) {
      try straight(UnsafeRawBufferPointer(bytes))
      return nil
    }
    let filling = direction == .fromFile
    guard !(window is any HostMap) else {
      // Rows of maps in the program's memory stay where they are.
      var planes: [PlaneRows] = []
      try backend.withRows(rows, of: window, filling: filling) {
        planes.append(PlaneRows($1, of: rows, index: $0))
      }
      return stored.begin(direction, planes, rows: rows)
    }
    for piece in pieces(of: rows) {
      try backend.withRows(piece, of: window, filling: filling) {
        try stored.begin(direction, [PlaneRows($1, of: piece, index: $0)], rows: piece)?.wait()
      }
    }
    return nil
  }

  /// The rows in pieces that keep all transfer workers busy while copies take little memory.
  private func pieces(of rows: Range<Int>) -> [Range<Int>] {
    let rowBytes = backend.layout(of: Shape(channels: shape.channels, size: region.size), element)!
      .rowBytes
    let height = max(TransferWorker.count * TransferWorker.pieceBytes / rowBytes, 1)
    return stride(from: rows.lowerBound, to: rows.upperBound, by: height).map {
      $0..<min($0 + height, rows.upperBound)
    }
  }
}

/// Rows of a map that are kept outside the backend's memory.
protocol StoredRows: AnyObject, Sendable {
  /// Starts to move whole rows of some planes.
  ///
  /// - Returns: the transfer to wait for; nil when it is done already.
  func begin(_ direction: Transfer.Direction, _ planes: [PlaneRows], rows: Range<Int>) -> Transfer?
  /// The rows of a map of one plane, where they are in the program's memory; nil when they are not.
  func bytes(of rows: Range<Int>) -> UnsafeMutableRawBufferPointer?
}

/// Rows of one plane in memory.
struct PlaneRows {
  let index: Int
  let start: UnsafeMutableRawPointer
  /// The distance from one row to the next, in bytes.
  let pitch: Int
}

extension PlaneRows {
  init(_ bytes: UnsafeMutableRawBufferPointer, of rows: Range<Int>, index: Int = 0) {
    self.init(index: index, start: bytes.baseAddress!, pitch: bytes.count / rows.count)
  }
}
