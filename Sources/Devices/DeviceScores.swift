internal import Engine
internal import Files
internal import Networks

/// The speeds of devices, measured once and cached.
///
/// A score is megapixels per second through a network of the usual shape, without decoding and encoding. Scores are
/// cached by device and driver; a cache file that can't be read is replaced.
package struct DeviceScores: Sendable {
  private let kept: CacheFile<Double>

  /// - Parameter folder: the folder of the cache file; nil for the user's cache folder.
  package init(folder: String? = nil) {
    kept = CacheFile("scores.json", folder: folder)
  }

  /// The cached score of a device; nil when it was not measured yet.
  package func known(of device: ComputeDevice) -> Double? {
    kept.entries[Self.key(of: device)]
  }

  /// The score of a device, measured now if it is not cached. Measuring takes seconds, and a few more where kernels
  /// have to be compiled.
  ///
  /// - Throws: ``DeviceError/unusable(device:reason:)``.
  package func score(of device: ComputeDevice) throws -> Double {
    if let known = known(of: device) { return known }
    return try measure(device)
  }

  /// Measures a device again and caches its score.
  ///
  /// - Throws: ``DeviceError/unusable(device:reason:)``.
  @discardableResult
  package func measure(_ device: ComputeDevice) throws -> Double {
    let score: Double
    do {
      score = try Self.measured(on: device.makeBackend())
    } catch {
      throw DeviceError.unusable(device: "\(device)", reason: "\(error)")
    }
    kept.change { $0[Self.key(of: device)] = score }
    return score
  }

  /// The expected speeds of devices relative to each other, by cached scores. A device without a score counts as the
  /// fastest of the others, so that it is soon tried; emulated devices count as much slower.
  package func expected(of devices: [ComputeDevice]) -> [Double] {
    let scores = devices.map(known(of:))
    let best = scores.compactMap { $0 }.max() ?? 1
    return zip(devices, scores).map { device, score in
      score ?? (device.kind == .software ? best / Self.softwareFactor : best)
    }
  }

  /// The factor by which an emulated device is assumed slower; PoCL was seen to take seventy times as long as the
  /// processor backend.
  private static let softwareFactor = 50.0

  private static func key(of device: ComputeDevice) -> String {
    "\(device.name) | \(device.driver) | \(device.computeUnits)"
  }

  /// The sides of the squares that are rendered, in pixels; the first one meets cold caches and compilers.
  private static let sides = [256, 512, 1024]
  /// The time for a picture beyond which a device is not given a larger one, in seconds.
  private static let longEnough = 1.0

  private static func measured<B: Backend>(on backend: B) throws -> Double {
    let network = try TrialNetwork()
    var score = 0.0
    for side in sides {
      let size = Size(height: side, width: side)
      let seconds = try Trial(network, size, .float16, on: backend).seconds(runs: 2)
      score = Double(size.pixels) / seconds / 1e6
      if seconds > longEnough { break }
    }
    return score
  }
}
