/// The division of a stage's output channels among work-groups.
struct ChannelTile: Hashable {
  /// The number of channels of one work-group.
  let channels: Int
  /// The number of work-groups for one block.
  let count: Int

  /// Chooses the width of tiles. Wider tiles reuse the inputs that they load more often, but the
  /// last one may be mostly padding.
  init(for outputChannels: Int, widest: Int) {
    // Time of one channel of a tile, relative to the widest.
    let costs: [(channels: Int, cost: Double)] = [(64, 1), (32, 1.15), (16, 1.5), (8, 2.2), (4, 4)]
    func cost(_ tile: (channels: Int, cost: Double)) -> Double {
      let padded = (outputChannels + tile.channels - 1) / tile.channels * tile.channels
      return Double(padded) * tile.cost
    }
    channels = costs.filter { $0.channels <= widest }.min { cost($0) < cost($1) }!.channels
    count = (outputChannels + channels - 1) / channels
  }

  /// The number of work-items of a group that computes a block with these channels.
  let threads = 128

  var definitions: [String: Int32] { ["CHANNELS": Int32(channels)] }
}
