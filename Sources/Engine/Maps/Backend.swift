public import Networks

/// One activation of a whole picture, or a window of it, in a backend's memory.
public protocol FeatureMap: AnyObject, Sendable {
  /// The whole map, at whose borders reflection happens.
  var shape: Shape { get }
  /// The part that is stored.
  var region: Region { get }
  var element: Element { get }
}

/// A stage made ready to run: its weights transformed and placed where the backend wants them.
public protocol StageKernel: Sendable {
  /// The unit in which the output is computed, on a grid that starts at the map's corner. Tiles are
  /// made of whole blocks, so every block is computed the same way whatever the tiling. It may
  /// depend on the size of the input maps and on nothing else.
  func block(for input: Size) -> Size
}

/// A map as a stage reads it: `activation(scale · x + shift)`.
public struct Operand<Map: FeatureMap>: Sendable {
  public var map: Map
  /// Nil reads the map as it is.
  public var affine: ChannelAffine?
  public var activation: Activation

  public init(map: Map, affine: ChannelAffine?, activation: Activation) {
    self.map = map
    self.affine = affine
    self.activation = activation
  }
}

/// Where stages are computed. A backend owns its maps and knows no file and no picture format.
///
/// Calls come from one thread at a time, except ``makeMap(_:_:region:)``, ``write(_:rows:to:)`` and
/// ``read(rows:from:into:)``, by which other threads bring and fetch pictures meanwhile.
///
/// What a backend need not be able to do has a default: then the planner does without it.
public protocol Backend: AnyObject, Sendable {
  associatedtype Map: FeatureMap
  associatedtype Kernel: StageKernel

  var name: String { get }

  /// The memory that a map takes, in bytes.
  func byteCount(of shape: Shape, _ element: Element, region: Region) -> Int

  /// Makes a map whose contents are undefined.
  ///
  /// - Throws: ``EngineError/outOfMemory`` when there is no room.
  func makeMap(_ shape: Shape, _ element: Element, region: Region) throws -> Map

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

  /// Whether results that are none are counted as they are made. Where they are not, the moments of
  /// every convolution are taken, which show them.
  var watchesResults: Bool { get }

  /// What ``finish()`` found since this was last asked.
  func takeFaults() -> ResultFaults

  /// Fills whole rows from the program's memory: of a picture, interleaved, or of any map whose rows
  /// are of one plane, as ``layout(of:_:)`` says.
  func write(_ bytes: UnsafeRawBufferPointer, rows: Range<Int>, to map: Map) throws

  /// Fetches whole rows into the program's memory, of maps as ``write(_:rows:to:)`` takes them.
  func read(rows: Range<Int>, from map: Map, into bytes: UnsafeMutableRawBufferPointer) throws

  /// Whether maps can grow while they are made and shrink while they are read for the last time; see
  /// ``makeRollingMap(_:_:region:)``.
  var rollsMaps: Bool { get }

  /// Makes a map that takes memory row by row as it is written, and gives it back by
  /// ``release(rows:of:)``.
  ///
  /// - Throws: ``EngineError/outOfMemory`` when there is no room.
  func makeRollingMap(_ shape: Shape, _ element: Element, region: Region) throws -> Map

  /// Gives up the contents of rows that nobody will read again.
  func release(rows: Range<Int>, of map: Map)

  /// How rows of maps are laid out when they are kept elsewhere than in the backend's memory; nil
  /// when maps that are no pictures can't leave it.
  func layout(of shape: Shape, _ element: Element) -> RowLayout?

  /// Lends the memory of whole rows of a map, one plane of them after the other; where maps are in the
  /// program's memory, it stays lent for as long as the map lives.
  ///
  /// - Parameters:
  ///   - filling: whether `body` writes rows rather than reads them.
  ///   - body: is given the number of the plane and its rows, without gaps.
  func withRows(
    _ rows: Range<Int>, of map: Map, filling: Bool,
    _ body: (_ plane: Int, UnsafeMutableRawBufferPointer) throws -> Void) throws

  /// Memory of finished maps that it keeps at most for maps to come, in bytes, unless it is told to
  /// expect a picture that takes more.
  var idleBytes: Int { get }

  /// Says what is to come, so that maps can take the memory of earlier ones.
  ///
  /// - Parameters:
  ///   - peak: what maps will take at once, in bytes; 0 when that is over.
  ///   - total: what maps, and memory that is kept for maps to come, may take together, in bytes; nil for
  ///     no limit of its own. Kept memory goes where they would take more.
  func expect(peak: Int, within total: Int?)

  /// Copies whole rows that both maps hold; like computing, it may still be under way when this
  /// returns.
  func copy(_ rows: Range<Int>, from source: Map, to target: Map) throws

  /// What running this stage takes of the backend's memory besides maps, in bytes; moments count
  /// where that memory is the program's own.
  func workingBytes(for kernel: Kernel, input: Size) -> Int

  /// Whether maps are in the program's own memory, so that keeping rows there instead wins nothing.
  var usesHostMemory: Bool { get }

  /// What bringing and fetching rows takes of the program's memory where that is not the backend's,
  /// in bytes.
  var hostWorkingBytes: Int { get }
}

/// How often something was computed that is no result.
public struct ResultFaults: Hashable, Sendable {
  /// NaN and infinity, also where activations turn them into numbers.
  public var notFinite = 0
  /// Values that were clamped because their map's element can't hold them.
  public var saturated = 0

  public init() {}
}

/// Rows of a map as bytes: so many planes, in each all rows one after the other.
public struct RowLayout: Hashable, Sendable {
  public var planes: Int
  /// Of one row of one plane.
  public var rowBytes: Int

  public init(planes: Int, rowBytes: Int) {
    self.planes = planes
    self.rowBytes = rowBytes
  }
}

extension Backend {
  public var watchesResults: Bool { false }
  public func takeFaults() -> ResultFaults { ResultFaults() }

  public var rollsMaps: Bool { false }

  public func makeRollingMap(_ shape: Shape, _ element: Element, region: Region) throws -> Map {
    try makeMap(shape, element, region: region)
  }

  public func release(rows: Range<Int>, of map: Map) {}

  public func layout(of shape: Shape, _ element: Element) -> RowLayout? {
    guard element.isPicture else { return nil }
    return RowLayout(planes: 1, rowBytes: shape.width * shape.channels * element.byteCount)
  }

  public func withRows(
    _ rows: Range<Int>, of map: Map, filling: Bool,
    _ body: (_ plane: Int, UnsafeMutableRawBufferPointer) throws -> Void
  ) throws {
    let bytes = UnsafeMutableRawBufferPointer.allocate(
      byteCount: rows.count * map.region.columns.count * map.shape.channels
        * map.element.byteCount, alignment: 64)
    defer { bytes.deallocate() }
    if !filling { try read(rows: rows, from: map, into: bytes) }
    try body(0, bytes)
    if filling { try write(UnsafeRawBufferPointer(bytes), rows: rows, to: map) }
  }

  public var idleBytes: Int { 0 }
  public func expect(peak: Int, within total: Int?) {}

  public func workingBytes(for kernel: Kernel, input: Size) -> Int { 0 }

  public var usesHostMemory: Bool { true }
  public var hostWorkingBytes: Int { 0 }

  public func copy(_ rows: Range<Int>, from source: Map, to target: Map) throws {
    try withRows(rows, of: source, filling: false) { plane, bytes in
      try withRows(rows, of: target, filling: true) { other, room in
        if other == plane { room.copyMemory(from: UnsafeRawBufferPointer(bytes)) }
      }
    }
  }
}
