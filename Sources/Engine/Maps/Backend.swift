package import Networks

/// Where stages are computed. A backend owns its maps and knows no file and no image format.
///
/// Calls come from one thread at a time, except ``makeMap(_:_:region:)``, ``write(_:rows:to:)`` and
/// ``read(rows:from:into:)``, by which other threads bring and fetch images meanwhile.
///
/// Nine requirements have no default. What only some backends can do is a protocol of its own, such as
/// ``RollingMaps``; the planner does without it where it is missing.
package protocol Backend: AnyObject, Sendable {
  associatedtype Map: FeatureMap
  associatedtype Kernel: StageKernel

  /// The name in journals and plans: `cpu`, `opencl:0`.
  var name: String { get }

  /// The facts by which plans are made.
  var capabilities: BackendCapabilities { get }

  /// The memory that a map takes, in bytes.
  func byteCount(of shape: Shape, _ element: Element, region: Region) -> Int

  /// Makes a map whose contents are undefined.
  ///
  /// - Throws: ``EngineError/outOfMemory`` when there is no room.
  func makeMap(_ shape: Shape, _ element: Element, region: Region) throws -> Map

  /// Makes a stage ready to run.
  ///
  /// - Throws: `NetworkError` when the weights do not fit the stage.
  func prepare(_ stage: Stage, of network: StagedNetwork, weights: Weights) throws -> Kernel

  /// Computes one tile of a stage's output. It may still be under way when this returns.
  ///
  /// - Parameters:
  ///   - tile: a region of whole blocks (or up to the map's border).
  ///   - output: nil when only the moments are wanted.
  ///   - moments: where each block's moments go; nil when none are wanted.
  func run(
    _ kernel: Kernel, tile: Region, from source: [Operand<Map>], to output: Map?,
    moments: BlockMoments?) throws

  /// Waits until everything that was run is in its maps and moments.
  func finish() throws

  /// Fills whole rows from the program's memory: of an image, interleaved, or of any map whose rows
  /// are of one plane, as ``layout(of:_:)`` says.
  func write(_ bytes: UnsafeRawBufferPointer, rows: Range<Int>, to map: Map) throws

  /// Fetches whole rows into the program's memory, of maps as ``write(_:rows:to:)`` takes them.
  func read(rows: Range<Int>, from map: Map, into bytes: UnsafeMutableRawBufferPointer) throws

  /// How rows of maps are laid out when they are kept elsewhere than in the backend's memory; nil
  /// when maps that are no images can't leave it, as by default.
  func layout(of shape: Shape, _ element: Element) -> RowLayout?

  /// The backend's memory that running this stage takes besides maps, in bytes; moments count where
  /// that memory is the program's own. 0 by default.
  func workingBytes(for kernel: Kernel, input: Size) -> Int

  /// Copies whole rows that both maps hold; like computing, it may still be under way when this
  /// returns. By default rows go through the program's memory.
  func copy(_ rows: Range<Int>, from source: Map, to target: Map) throws
}

/// The facts about a backend by which plans are made.
package struct BackendCapabilities: Hashable, Sendable {
  /// Whether maps are in the program's own memory, so that keeping rows there instead wins nothing.
  package var usesHostMemory: Bool
  /// The memory of finished maps that is kept at most for maps to come, in bytes, unless the backend is
  /// told to expect an image that takes more.
  package var idleBytes: Int
  /// The program's memory that bringing and fetching rows takes where that is not the backend's, in
  /// bytes.
  package var hostWorkingBytes: Int

  /// - Parameters:
  ///   - usesHostMemory: whether maps are in the program's own memory.
  ///   - idleBytes: kept at most of finished maps, in bytes.
  ///   - hostWorkingBytes: of the program's memory, for rows on their way.
  package init(usesHostMemory: Bool = true, idleBytes: Int = 0, hostWorkingBytes: Int = 0) {
    self.usesHostMemory = usesHostMemory
    self.idleBytes = idleBytes
    self.hostWorkingBytes = hostWorkingBytes
  }
}

/// Rows of a map as bytes: so many planes, in each all rows one after the other.
package struct RowLayout: Hashable, Sendable {
  /// How many planes there are.
  package var planes: Int
  /// The bytes of one row of one plane.
  package var rowBytes: Int

  /// - Parameters:
  ///   - planes: how many there are.
  ///   - rowBytes: the bytes of one row of one plane.
  package init(planes: Int, rowBytes: Int) {
    self.planes = planes
    self.rowBytes = rowBytes
  }
}

extension Backend {
  package func layout(of shape: Shape, _ element: Element) -> RowLayout? {
    guard element.isPicture else { return nil }
    return RowLayout(planes: 1, rowBytes: shape.width * shape.channels * element.byteCount)
  }

  package func workingBytes(for kernel: Kernel, input: Size) -> Int { 0 }

  package func copy(_ rows: Range<Int>, from source: Map, to target: Map) throws {
    try withRows(rows, of: source, filling: false) { plane, bytes in
      try withRows(rows, of: target, filling: true) { other, room in
        if other == plane { room.copyMemory(from: UnsafeRawBufferPointer(bytes)) }
      }
    }
  }

  /// Gives access to whole rows of a map, one plane of them after the other: to the map's own memory
  /// where that is the program's, and else to a copy.
  ///
  /// - Parameters:
  ///   - filling: whether `body` writes rows rather than reads them.
  ///   - body: is given the number of the plane and its rows, without gaps.
  func withRows(
    _ rows: Range<Int>, of map: Map, filling: Bool,
    _ body: (_ plane: Int, UnsafeMutableRawBufferPointer) throws -> Void
  ) throws {
    if let map = map as? any HostMap {
      for plane in 0..<map.planes { try body(plane, map.memory(of: rows, plane: plane)) }
      return
    }
    let stored = Shape(channels: map.shape.channels, size: map.region.size)
    guard let layout = layout(of: stored, map.element) else {
      preconditionFailure("rows of a map that can't leave the memory of \(name)")
    }
    let bytes = UnsafeMutableRawBufferPointer.allocate(
      byteCount: rows.count * layout.rowBytes, alignment: 64)
    defer { bytes.deallocate() }
    if !filling { try read(rows: rows, from: map, into: bytes) }
    try body(0, bytes)
    if filling { try write(UnsafeRawBufferPointer(bytes), rows: rows, to: map) }
  }
}
