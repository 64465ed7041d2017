package import Networks

/// The interface to a device that computes stages. A backend owns its maps and knows no file and no image format.
///
/// Calls come from one thread at a time, except ``makeMap(_:_:region:)``, ``write(_:rows:to:)`` and
/// ``read(rows:from:into:)``, through which other threads bring and fetch images meanwhile.
///
/// Nine requirements have no default. Each capability that only some backends have is a protocol of its own, such as
/// ``RollingMaps``; the planner does without it where it is missing.
package protocol Backend: AnyObject, Sendable {
  associatedtype Map: FeatureMap
  associatedtype Kernel: StageKernel

  /// The name in journals and plans: `cpu`, `opencl:0`.
  var name: String { get }

  /// The facts on which plans depend.
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

  /// Computes one tile of a stage's output. The computation may still be under way when this returns.
  ///
  /// - Parameters:
  ///   - tile: a region of whole blocks (or up to the map's border).
  ///   - output: the map to write to; nil when only the moments are wanted.
  ///   - moments: receives each block's moments; nil when none are wanted.
  func run(
    _ kernel: Kernel, tile: Region, from source: [Operand<Map>], to output: Map?,
    moments: BlockMoments?) throws

  /// Waits until the results of all earlier runs are in their maps and moments.
  func finish() throws

  /// Writes whole rows from the program's memory to an image, interleaved, or to any map that has a single plane
  /// according to ``layout(of:_:)``.
  func write(_ bytes: UnsafeRawBufferPointer, rows: Range<Int>, to map: Map) throws

  /// Reads whole rows into the program's memory from any map that ``write(_:rows:to:)`` accepts.
  func read(rows: Range<Int>, from map: Map, into bytes: UnsafeMutableRawBufferPointer) throws

  /// The layout of a map's rows outside the backend's memory; nil when the map can't leave it. By default only images
  /// can.
  func layout(of shape: Shape, _ element: Element) -> RowLayout?

  /// The backend's memory that running this stage takes besides maps and ``BlockMoments``, in bytes. 0 by default.
  func workingBytes(for kernel: Kernel, input: Size) -> Int

  /// Copies whole rows that both maps hold; like computing, it may still be under way when this
  /// returns. By default rows go through the program's memory.
  func copy(_ rows: Range<Int>, from source: Map, to target: Map) throws
}

/// The facts about a backend on which plans depend.
package struct BackendCapabilities: Hashable, Sendable {
  /// Whether maps are in the program's own memory, so that moving rows there gains nothing.
  package var usesHostMemory: Bool
  /// The limit on memory of finished maps that is kept for later maps, in bytes, unless the backend is told to expect
  /// an image that takes more.
  package var idleBytes: Int
  /// The program's memory that transferring rows takes where the backend has a memory of its own, in bytes.
  package var hostWorkingBytes: Int

  /// - Parameters:
  ///   - usesHostMemory: whether maps are in the program's own memory.
  ///   - idleBytes: the limit on kept memory of finished maps, in bytes.
  ///   - hostWorkingBytes: the program's memory that transferring rows takes, in bytes.
  package init(usesHostMemory: Bool = true, idleBytes: Int = 0, hostWorkingBytes: Int = 0) {
    self.usesHostMemory = usesHostMemory
    self.idleBytes = idleBytes
    self.hostWorkingBytes = hostWorkingBytes
  }
}

/// The layout of a map's rows as bytes: a number of planes, each with all rows one after the other.
package struct RowLayout: Hashable, Sendable {
  /// The number of planes.
  package var planes: Int
  /// The size of one row of one plane, in bytes.
  package var rowBytes: Int

  /// - Parameters:
  ///   - planes: the number of planes.
  ///   - rowBytes: the size of one row of one plane, in bytes.
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

  /// Gives access to whole rows of a map, plane by plane: to the map's own memory where that is the program's,
  /// otherwise to a copy.
  ///
  /// - Parameters:
  ///   - filling: whether `body` writes rows rather than reads them.
  ///   - body: called with each plane's number and its rows, without gaps.
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
