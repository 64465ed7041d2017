package import Engine
package import Networks

extension OpenCLDevice {
  /// The size of the picture for a trial: all compute units have work, and it takes seconds at most.
  var trialSize: Size {
    let edge = isSoftware ? 128 : 1024
    return Size(height: edge, width: edge)
  }
}

/// The progress of ``OpenCLBackend/tune(_:budget:seconds:cacheFolder:progress:)``.
package struct TuningProgress: Hashable, Sendable {
  /// The number of configurations that were tried, the first included.
  package internal(set) var tried = 0
  /// The number of configurations that the device could not run or that computed something else.
  package internal(set) var refused = 0
  /// The speed without tuning.
  package internal(set) var usualMegapixelsPerSecond = 0.0
  /// The speed with the best configuration so far.
  package internal(set) var bestMegapixelsPerSecond = 0.0
  /// The changes in the best configuration, in words; empty when the usual one is the best.
  package internal(set) var best: [String] = []
}

extension OpenCLBackend {
  /// Searches for the configuration that paints fastest on a device, and keeps it for all backends that are made for
  /// that device with that driver from now on.
  ///
  /// One property after the other is changed, and a faster value is kept. Every configuration's painting is compared
  /// with the usual one's before its time counts.
  ///
  /// - Parameters:
  ///   - budget: the limit on the device's memory, in bytes; nil for what the device suggests.
  ///   - seconds: the time after which no new configuration is tried.
  ///   - cacheFolder: the folder in which the result is kept; nil does not keep it.
  ///   - progress: called after each configuration; returns false to stop with the best so far.
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

  /// Searches for the fastest configuration by the time for a given network and size of picture.
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

/// A number of a configuration, and the values that are tried for it.
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

/// The state of a search: the best configuration so far, and the painting with which those of others are compared.
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

  /// The largest mean squared error that rounding may cause, for values of 0…1: 50 decibels.
  private static let tolerance = 1e-5
  /// The fraction of the best time that a configuration has to stay below to replace it; a smaller gain may be noise.
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

  /// Tries the best configuration with one value changed.
  ///
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

  /// The time for the trial picture with a configuration, in seconds; nil for one that can't be used.
  ///
  /// - Throws: ``OpenCLError`` when the device is lost.
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
