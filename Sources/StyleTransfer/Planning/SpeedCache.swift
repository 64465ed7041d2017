internal import Engine
internal import Files
package import Foundation
internal import Networks
internal import Synchronization

/// The speeds of a pipeline's device and of its scratch folder, measured on first use: that takes a second or two, and
/// the disk.
///
/// Measurements are kept for some minutes, so that a rendering follows the plan that `stylize plan` has just shown.
package final class SpeedCache: Sendable {
  private struct Sample: Codable {
    var values: [Double]
    var time: Date

    func isFresh(at now: Date) -> Bool {
      (0...SpeedCache.maximumAge).contains(now.timeIntervalSince(time))
    }
  }

  /// The age up to which a measurement is trusted, in seconds.
  package static let maximumAge = 600.0

  private let setting: String
  private let known = Mutex<[String: [Double]]>([:])
  private let kept: CacheFile<Sample>
  private let now: @Sendable () -> Date

  /// - Parameters:
  ///   - setting: what else than device and network the speed of computing depends on.
  ///   - folder: the folder of the file that keeps what was measured; nil for the user's cache.
  ///   - now: the time of day.
  package init(
    setting: String, folder: String? = nil, now: @escaping @Sendable () -> Date = { Date() }
  ) {
    (self.setting, kept, self.now) = (setting, CacheFile("speeds.json", folder: folder), now)
  }

  /// - Throws: `EngineError` when there is no memory even for the measurement.
  func costs<B: Backend>(of network: PreparedNetwork<B>, precision: Element) throws -> Costs {
    var print = ContentHash()
    for stage in network.staged.stages { print.add("\(stage.name) \(stage.multiplyAdds),".utf8) }
    let name = "\(network.backend.name), \(setting), \(precision), network \(print.text)"
    let values = try values(of: name) {
      let costs = try Calibration.measure(network, precision: precision)
      return [costs.busBytesPerSecond] + costs.secondsPerPixel
    }
    var costs = Costs(secondsPerPixel: Array(values.dropFirst()))
    costs.busBytesPerSecond = values[0]
    return costs
  }

  /// - Throws: `EngineError` when the folder has no room for `neededBytes`.
  func scratch(in folder: String, neededBytes: Int) throws -> ScratchSpeed {
    let sampleBytes = ScratchSpeed.sampleBytes(for: neededBytes)
    let values = try values(of: "scratch \(folder), \(sampleBytes) bytes") {
      let speed = try ScratchSpeed(of: folder, sampleBytes: sampleBytes)
      return [speed.writtenBytesPerSecond, speed.readBytesPerSecond, speed.lostSecondsPerByte]
    }
    var speed = ScratchSpeed.usual
    (speed.writtenBytesPerSecond, speed.readBytesPerSecond) = (values[0], values[1])
    speed.lostSecondsPerByte = values[2]
    return speed
  }

  /// The values of that name: as they were measured before, in this process or lately in another one on this host,
  /// or as they are measured now.
  package func values(of name: String, measure: () throws -> [Double]) rethrows -> [Double] {
    let now = now()
    let name = "\(hostName): \(name)"
    if let values = known.withLock({ $0[name] }) { return values }
    let sample = kept.entries[name].flatMap { $0.isFresh(at: now) ? $0 : nil }
    let values = try sample?.values ?? measure()
    known.withLock { $0[name] = values }
    if sample == nil {
      kept.change { entries in
        entries = entries.filter { $0.value.isFresh(at: now) }
        entries[name] = Sample(values: values, time: now)
      }
    }
    return values
  }
}
