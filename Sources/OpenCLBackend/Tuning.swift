/// The parameters for which programs are compiled; any choice computes the same up to rounding.
package struct Tuning: Hashable, Sendable, Codable {
  /// The most output channels of one work-group: 64, 32, 16, 8 or 4.
  package var widestTile: Int
  /// The most input channels in local memory at once: 16, 8 or 4.
  package var deepestSlice: Int
  /// Whether programs are compiled for one filter size and one stride each, with their loops
  /// unrolled.
  package var specialises: Bool
  /// The least input and output channels for which Winograd's algorithm pays.
  package var winogradChannels: Int
  /// The most memory for the transforms of Winograd's algorithm, in bytes. They are written and
  /// read again at once, so they should fit the cache that all compute units share.
  package var workspaceBytes: Int
  /// The size of the pinned pieces in which pictures are transferred, in bytes; zero where the
  /// device sees the program's memory anyway.
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
  /// The parameters for devices in software. Compilers for processors take several times as long
  /// over large programs and gain little.
  package static let software = Tuning(
    widestTile: 16, deepestSlice: 4, specialises: false, winogradChannels: 16,
    workspaceBytes: 4 << 20, stagingBytes: 0)

  /// Makes the default parameters of a device, which are used until better ones are found.
  init(for device: OpenCLDevice) {
    self = device.isSoftware ? .software : .graphicsCard
    if device.sharesHostMemory { stagingBytes = 0 }
  }

  /// The parameters that were found to be best on this device with this driver; nil when none were.
  package static func kept(for device: OpenCLDevice, in folder: String?) -> Tuning? {
    folder.flatMap { DeviceFile<Tuning>("tuning", of: device, in: $0).read() }
      .flatMap { $0.isPossible ? $0 : nil }
  }

  package static let tiles = [64, 32, 16, 8, 4]
  package static let slices = [16, 8, 4]

  /// Whether programs can be compiled for these parameters.
  var isPossible: Bool {
    Self.tiles.contains(widestTile) && Self.slices.contains(deepestSlice) && winogradChannels > 0
      && (1 << 16...1 << 30).contains(workspaceBytes) && (0...1 << 28).contains(stagingBytes)
  }
}
