internal import Networks

/// How fast things go, by which plans are compared.
package struct Costs: Hashable, Sendable {
  /// Seconds for one pixel of a stage's output, by stage.
  package var secondsPerPixel: [Double]
  /// To and from the scratch file, while stages are computed.
  package var scratch = ScratchSpeed.usual
  /// Between the program's memory and a backend's own.
  package var busBytesPerSecond = Self.usualBusBytesPerSecond
  /// What memory costs that the system has to clear first: bytes per second, as measured on a virtual
  /// machine, where it is slow.
  package var freshBytesPerSecond = 2.5e9
  /// What a tile costs besides its work.
  package var secondsPerTile = 1e-4

  /// What a card does over sixteen lanes of PCI Express 3 when copies go through staging memory.
  package static let usualBusBytesPerSecond = 6e9

  package init(secondsPerPixel: [Double]) {
    self.secondsPerPixel = secondsPerPixel
  }

  /// By counting multiply-adds, for comparisons where nothing was measured.
  init(of network: StagedNetwork) {
    self.init(
      secondsPerPixel: network.stages.map { Double(max($0.multiplyAdds, 64)) / 100e9 })
  }
}
