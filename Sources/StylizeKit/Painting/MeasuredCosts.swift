internal import Engine
internal import Synchronization

/// How fast a painter's device and its scratch folder are, found out when that is first asked: it takes
/// a second, and the disk.
final class MeasuredCosts: Sendable {
  private let computing = Mutex<[Element: Costs]>([:])
  private let scratch = Mutex<[Sample: ScratchSpeed]>([:])

  private struct Sample: Hashable {
    let folder: String
    let bytes: Int
  }

  /// - Throws: `EngineError` when there is no memory even for this.
  func costs<B: Backend>(of network: PreparedNetwork<B>, precision: Element) throws -> Costs {
    if let costs = computing.withLock({ $0[precision] }) { return costs }
    let costs = try Calibration.measure(network, precision: precision)
    computing.withLock { $0[precision] = costs }
    return costs
  }

  /// - Throws: `EngineError` when there is no room for so much.
  func scratch(in folder: String, neededBytes: Int) throws -> ScratchSpeed {
    let sample = Sample(folder: folder, bytes: ScratchSpeed.sampleBytes(for: neededBytes))
    if let speed = scratch.withLock({ $0[sample] }) { return speed }
    let speed = try ScratchSpeed(of: folder, sampleBytes: sample.bytes)
    scratch.withLock { $0[sample] = speed }
    return speed
  }
}
