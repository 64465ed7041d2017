package import Engine
package import Networks

extension OpenCLDevice {
  /// Large enough that all compute units have work, and that it takes seconds at most.
  var trialSize: Size {
    let edge = isSoftware ? 128 : 1024
    return Size(height: edge, width: edge)
  }
}

/// How far ``OpenCLBackend/tune(_:budget:seconds:cacheFolder:progress:)`` has come.
package struct TuningProgress: Hashable, Sendable {
  /// Configurations that were tried, the first included.
  package internal(set) var tried = 0
  /// Of them, those that the device could not run or that computed something else.
  package internal(set) var refused = 0
  /// Without tuning.
  package internal(set) var usualMegapixelsPerSecond = 0.0
  /// With the best configuration so far.
  package internal(set) var bestMegapixelsPerSecond = 0.0
  /// What was changed, in words; empty when the usual configuration is the best.
  package internal(set) var best: [String] = []
}

extension OpenCLBackend {
  /// Looks for the configuration that paints fastest on a device, and keeps it for all backends that
  /// are made for that device with that driver from now on.
  ///
  /// One property after the other is changed, and what is faster stays. Every configuration's painting
  /// is compared with the usual one's before its time counts.
  ///
  /// - Parameters:
  ///   - budget: the most memory taken, in bytes; nil for what the device suggests.
  ///   - seconds: after which no new configuration is tried.
  ///   - cacheFolder: where the result is kept; nil keeps none.
  ///   - progress: told after each configuration; returns false to stop with the best so far.
  /// - Throws: ``OpenCLError`` and `EngineError` when the device can't paint at all.
  package static func tune(
    _ device: OpenCLDevice, budget: Int? = nil, seconds: Double = 60,
    cacheFolder: String? = OpenCLBackend.usualCacheFolder,
    progress: (TuningProgress) -> Bool = { _ in true }
  ) throws -> TuningProgress {
    try tune(
      device, by: TrialNetwork(), device.trialSize, budget: budget, seconds: seconds,
      cacheFolder: cacheFolder, progress: progress)
  }

  /// As the other, by a network and a picture of one's own.
  package static func tune(
    _ device: OpenCLDevice, by network: TrialNetwork, _ size: Size, budget: Int?, seconds: Double,
    cacheFolder: String?, progress: (TuningProgress) -> Bool
  ) throws -> TuningProgress {
    var tuner = try Tuner(
      device, network, size, budget: budget, cacheFolder: cacheFolder)
    let end = ContinuousClock.now + .seconds(seconds)
    var goesOn = progress(tuner.progress)
    search: for property in TuningProperty.all {
      for value in property.values {
        guard goesOn, ContinuousClock.now < end else { break search }
        guard try tuner.attempt(value, of: property) else { continue }
        goesOn = progress(tuner.progress)
      }
    }
    if let cacheFolder {
      DeviceFile<Tuning>("tuning", of: device, in: cacheFolder).keep(tuner.best)
    }
    return tuner.progress
  }
}

/// A number of a configuration, and what is tried for it.
private struct TuningProperty {
  let name: String
  let path: WritableKeyPath<Tuning, Int>
  let values: [Int]

  // Key paths of plain properties never change.
  nonisolated(unsafe) static let all = [
    // Beyond every network: never.
    TuningProperty(
      name: "winograd channels", path: \.winogradChannels, values: [16, 32, 64, 1 << 20]),
    TuningProperty(name: "widest tile", path: \.widestTile, values: [64, 32, 16]),
    TuningProperty(name: "deepest slice", path: \.deepestSlice, values: [16, 8, 4]),
    TuningProperty(
      name: "workspace bytes", path: \.workspaceBytes,
      values: [4 << 20, 16 << 20, 48 << 20, 96 << 20]),
  ]
}

/// The best configuration so far, and what others are compared with.
private struct Tuner {
  private let device: OpenCLDevice
  private let budget: Int?
  private let cacheFolder: String?
  private let network: TrialNetwork
  private let size: Size
  private let usual: Tuning
  private let expected: [UInt16]
  private(set) var best: Tuning
  private var bestSeconds: Double
  private(set) var progress = TuningProgress()

  /// What rounding may change, as mean squares of 0…1: 50 decibels.
  private static let tolerance = 1e-5
  /// What is won by less may be noise.
  private static let worthwhile = 0.98

  init(
    _ device: OpenCLDevice, _ network: TrialNetwork, _ size: Size, budget: Int?,
    cacheFolder: String?
  ) throws {
    self.device = device
    self.network = network
    self.size = size
    self.budget = budget
    self.cacheFolder = cacheFolder
    usual = Tuning(for: device)
    best = usual
    let backend = try OpenCLBackend(
      device, budget: budget, cacheFolder: cacheFolder, tuning: usual)
    let trial = try Trial(network, size, .float16, on: backend)
    expected = try trial.painting()
    bestSeconds = try trial.seconds(runs: 3)
    progress.tried = 1
    let speed = Double(size.pixels) / 1e6 / bestSeconds
    progress.usualMegapixelsPerSecond = speed
    progress.bestMegapixelsPerSecond = speed
  }

  /// - Returns: whether that is another configuration than the best so far.
  mutating func attempt(_ value: Int, of property: TuningProperty) throws -> Bool {
    var tuning = best
    tuning[keyPath: property.path] = value
    guard tuning != best else { return false }
    progress.tried += 1
    guard let seconds = try seconds(with: tuning) else {
      progress.refused += 1
      return true
    }
    if seconds < bestSeconds * Self.worthwhile {
      (best, bestSeconds) = (tuning, seconds)
      progress.bestMegapixelsPerSecond = Double(size.pixels) / 1e6 / seconds
      progress.best = TuningProperty.all.filter {
        best[keyPath: $0.path] != usual[keyPath: $0.path]
      }
      .map { "\($0.name) \(best[keyPath: $0.path])" }
    }
    return true
  }

  /// Nil for a configuration that can't be used.
  ///
  /// - Throws: when the device is lost.
  private func seconds(with tuning: Tuning) throws -> Double? {
    do {
      let backend = try OpenCLBackend(
        device, budget: budget, cacheFolder: cacheFolder, tuning: tuning)
      let trial = try Trial(network, size, .float16, on: backend)
      let painting = try trial.painting()
      let squares = zip(painting, expected).reduce(0.0) {
        let difference = (Double($1.0) - Double($1.1)) / 65535
        return $0 + difference * difference
      }
      guard squares / Double(expected.count) <= Self.tolerance else { return nil }
      return try trial.seconds(runs: 3)
    } catch let error as OpenCLError where !error.isDeviceLost {
      return nil
    } catch is EngineError {
      return nil
    }
  }
}
