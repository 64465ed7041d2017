internal import Engine
internal import Foundation
internal import Networks

/// How fast a device paints, as it was measured once.
public struct DeviceScore: Hashable, Sendable, Codable {
  /// In the shape of the network whose styles are shipped, maps stored in 16 bits.
  public let megapixelsPerSecond: Double
  /// When it was measured: a day by ISO 8601.
  public let date: String
}

extension OpenCLDevice {
  /// The score that was measured last with this driver; nil when there is none.
  ///
  /// - Parameter cacheFolder: where it is kept.
  public func measuredScore(cacheFolder: String? = OpenCLBackend.usualCacheFolder) -> DeviceScore? {
    cacheFolder.flatMap { DeviceFile<DeviceScore>("score", of: self, in: $0).read() }
      .flatMap { $0.megapixelsPerSecond > 0 ? $0 : nil }
  }

  /// Measures the device, which takes a second or two on a card, and keeps the score.
  ///
  /// - Parameters:
  ///   - budget: the most memory taken, in bytes; nil for what the device suggests.
  ///   - cacheFolder: where the score is kept; nil keeps none.
  /// - Throws: ``OpenCLError`` and `EngineError` when the device can't paint.
  public func measureScore(
    budget: Int? = nil, cacheFolder: String? = OpenCLBackend.usualCacheFolder
  ) throws -> DeviceScore {
    let backend = try OpenCLBackend(self, budget: budget, cacheFolder: cacheFolder)
    let trial = try Trial(
      TrialNetwork(), trialSize, .float16, on: backend, budget: nil)
    // Builds programs and makes buffers.
    _ = try trial.painting()
    let score = DeviceScore(
      megapixelsPerSecond: Double(trialSize.pixels) / 1e6 / (try trial.seconds(runs: 3)),
      date: Date.now.formatted(.iso8601.year().month().day()))
    if let cacheFolder {
      DeviceFile<DeviceScore>("score", of: self, in: cacheFolder).keep(score)
    }
    return score
  }

  /// Large enough that all compute units have work, and that it takes seconds at most.
  var trialSize: Size {
    let edge = isSoftware ? 128 : 1024
    return Size(height: edge, width: edge)
  }
}
