internal import Networks

/// How fast things go, by which plans are compared.
public struct Costs: Hashable, Sendable {
  /// Seconds for one pixel of a stage's output, by stage.
  public var secondsPerPixel: [Double]
  /// To and from the scratch file, while stages are computed.
  public var scratch = ScratchSpeed.usual
  /// Between the program's memory and a backend's own.
  public var busBytesPerSecond = Self.usualBusBytesPerSecond
  /// What memory costs that the system has to clear first: bytes per second, as measured on a virtual
  /// machine, where it is slow.
  public var freshBytesPerSecond = 2.5e9
  /// What a tile costs besides its work.
  public var secondsPerTile = 1e-4

  /// What a card does over sixteen lanes of PCI Express 3 when copies go through staging memory.
  public static let usualBusBytesPerSecond = 6e9

  public init(secondsPerPixel: [Double]) {
    self.secondsPerPixel = secondsPerPixel
  }

  /// By counting multiply-adds, for comparisons where nothing was measured.
  init(of network: StagedNetwork) {
    self.init(
      secondsPerPixel: network.stages.map { Double(max($0.multiplyAdds, 64)) / 100e9 })
  }
}
