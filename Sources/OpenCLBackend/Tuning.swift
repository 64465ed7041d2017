/// What programs are compiled for; any choice computes the same up to rounding.
package struct Tuning: Hashable, Sendable {
  /// The most output channels of one work-group: 64, 32, 16, 8 or 4.
  package var widestTile: Int
  /// The most input channels in local memory at once: 16, 8 or 4.
  package var deepestSlice: Int
  /// Whether programs are compiled for one size of filter and one stride each, and their loops
  /// unrolled.
  package var specialises: Bool
  /// The least input and output channels for which Winograd's algorithm pays.
  package var winogradChannels: Int
  /// What the transforms of Winograd's algorithm may take, in bytes. They are made and read again at
  /// once, so they should fit the cache that all compute units share.
  package var workspaceBytes: Int
  /// Pictures travel in pinned pieces of so many bytes; zero where the device sees the program's
  /// memory anyway.
  package var stagingBytes: Int

  package init(
    widestTile: Int, deepestSlice: Int, specialises: Bool, winogradChannels: Int,
    workspaceBytes: Int, stagingBytes: Int
  ) {
    self.widestTile = widestTile
    self.deepestSlice = deepestSlice
    self.specialises = specialises
    self.winogradChannels = winogradChannels
    self.workspaceBytes = workspaceBytes
    self.stagingBytes = stagingBytes
  }

  package static let graphicsCard = Tuning(
    widestTile: 64, deepestSlice: 16, specialises: true, winogradChannels: 32,
    workspaceBytes: 48 << 20, stagingBytes: 8 << 20)
  /// Compilers for processors take several times as long over large programs and gain little.
  package static let software = Tuning(
    widestTile: 16, deepestSlice: 4, specialises: false, winogradChannels: 16,
    workspaceBytes: 4 << 20, stagingBytes: 0)

  init(for device: OpenCLDevice) {
    self = device.isSoftware ? .software : .graphicsCard
    if device.sharesHostMemory { stagingBytes = 0 }
  }
}
