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

  /// Fills whole rows of a picture, interleaved, from the program's memory.
  func write(_ bytes: UnsafeRawBufferPointer, rows: Range<Int>, to map: Map) throws

  /// Fetches whole rows of a picture, interleaved, into the program's memory.
  func read(rows: Range<Int>, from map: Map, into bytes: UnsafeMutableRawBufferPointer) throws
}
