internal import Engine

/// A cache of the scales and shifts with which stages read, in the device's memory.
///
/// A stage is run tile by tile with the same few, and with those of stages whose maps are
/// recomputed on the way.
struct AffineCache {
  private var entries: [(affine: ChannelAffine, buffer: DeviceBuffer)] = []
  private static let capacity = 32

  /// The most that the cache takes where maps have this number of channels, in bytes.
  static func byteCount(channels: Int) -> Int {
    let lanes = (channels + ChannelAffine.lanes - 1) / ChannelAffine.lanes * ChannelAffine.lanes
    return capacity * 2 * lanes * MemoryLayout<Float>.size
  }

  mutating func buffer(for affine: ChannelAffine, _ session: DeviceSession) throws -> DeviceBuffer {
    let known = entries.first {
      $0.affine.scale == affine.scale && $0.affine.shift == affine.shift
    }
    if let known { return known.buffer }
    let buffer = try session.allocator.buffer(
      affine.scale + affine.shift, for: "a norm's scale and shift")
    if entries.count == Self.capacity { entries.removeFirst() }
    entries.append((affine, buffer))
    return buffer
  }
}
