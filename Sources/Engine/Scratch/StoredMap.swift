public import Networks

/// A feature map as a plan keeps it: in the backend's memory, in the program's or in a scratch file.
public final class StoredMap<B: Backend>: Sendable {
  public let shape: Shape
  public let element: Element
  public let region: Region
  let place: Place
  private let backend: B

  enum Place: Sendable {
    case memory(B.Map)
    case elsewhere(any StoredRows)
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
    var layout: RowLayout { backend.layout(of: planned.storedShape, planned.element)! }
    switch (planned.storage, scratch) {
    case (.scratch, let scratch?):
      place = .elsewhere(ScratchRegion(layout, rows: region.rows.count, in: scratch))
    case (.host, _):
      place = .elsewhere(try HostRegion(layout, rows: region.rows.count))
    default:
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
    case .elsewhere(let stored): try stored.write(bytes, rows: rows, plane: 0)
    }
  }

  /// Fetches whole rows of a picture, interleaved.
  public func read(rows: Range<Int>, into bytes: UnsafeMutableRawBufferPointer) throws {
    switch place {
    case .memory(let map): try backend.read(rows: rows, from: map, into: bytes)
    case .elsewhere(let stored): try stored.read(bytes, rows: rows, plane: 0)
    }
  }
}

extension StoredMap {
  /// Copies taken at once on their way to a file or from it, so that they take little memory.
  private static var pieceBytes: Int { 4 << 20 }

  /// Brings rows that are kept elsewhere into a window in the backend's memory.
  func fill(_ window: B.Map, rows: Range<Int>) throws {
    guard case .elsewhere(let stored) = place else { return }
    if let bytes = stored.bytes(of: rows) {
      return try backend.write(UnsafeRawBufferPointer(bytes), rows: rows, to: window)
    }
    for piece in pieces(of: rows) {
      try backend.withRows(piece, of: window, filling: true) {
        try stored.read($1, rows: piece, plane: $0)
      }
    }
  }

  /// Keeps rows of a window elsewhere.
  func keep(_ rows: Range<Int>, of window: B.Map) throws {
    guard case .elsewhere(let stored) = place else { return }
    if let bytes = stored.bytes(of: rows) {
      return try backend.read(rows: rows, from: window, into: bytes)
    }
    for piece in pieces(of: rows) {
      try backend.withRows(piece, of: window, filling: false) {
        try stored.write(UnsafeRawBufferPointer($1), rows: piece, plane: $0)
      }
    }
  }

  /// Says which rows will be read soon.
  func announce(_ rows: Range<Int>) {
    if case .elsewhere(let stored) = place { stored.announce(rows) }
  }

  private func pieces(of rows: Range<Int>) -> [Range<Int>] {
    // Rows of maps in the program's memory are lent, not copied.
    guard !backend.usesHostMemory else { return [rows] }
    let rowBytes = backend.layout(of: Shape(channels: shape.channels, size: region.size), element)!
      .rowBytes
    let height = max(Self.pieceBytes / rowBytes, 1)
    return stride(from: rows.lowerBound, to: rows.upperBound, by: height).map {
      $0..<min($0 + height, rows.upperBound)
    }
  }
}

/// Rows of a map that are kept outside the backend's memory.
protocol StoredRows: AnyObject, Sendable {
  func write(_ bytes: UnsafeRawBufferPointer, rows: Range<Int>, plane: Int) throws
  func read(_ bytes: UnsafeMutableRawBufferPointer, rows: Range<Int>, plane: Int) throws
  /// Says which rows will be read soon.
  func announce(_ rows: Range<Int>)
  /// Where rows of a map of one plane are in the program's memory; nil when they are elsewhere.
  func bytes(of rows: Range<Int>) -> UnsafeMutableRawBufferPointer?
}
