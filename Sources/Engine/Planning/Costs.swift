internal import Networks

/// The speeds by which plans are compared.
package struct Costs: Hashable, Sendable {
  /// The time for one pixel of a stage's output, in seconds, by stage.
  package var secondsPerPixel: [Double]
  /// The speed of transfers to and from the scratch file while stages are computed.
  package var scratch = ScratchSpeed.usual
  /// The speed of transfers between the program's memory and a backend's own, in bytes per second.
  package var busBytesPerSecond = Self.usualBusBytesPerSecond
  /// The speed at which the system clears fresh memory, in bytes per second, as measured on a virtual machine, where it
  /// is slow.
  package var freshBytesPerSecond = 2.5e9
  /// The overhead of a tile besides its work, in seconds.
  package var secondsPerTile = 1e-4

  /// The speed of a graphics card over sixteen lanes of PCI Express 3 when copies go through staging memory, in bytes
  /// per second.
  package static let usualBusBytesPerSecond = 6e9

  package init(secondsPerPixel: [Double]) {
    self.secondsPerPixel = secondsPerPixel
  }

  /// Estimates costs by counting multiply-adds, for comparisons where nothing was measured.
  init(of network: StagedNetwork) {
    self.init(
      secondsPerPixel: network.stages.map { Double(max($0.multiplyAdds, 64)) / 100e9 })
  }
}
