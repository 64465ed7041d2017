internal import Engine
internal import Files
internal import Networks

/// How fast devices paint, measured once and kept.
///
/// A score is megapixels per second through a network of the house's shape, without decoding and
/// encoding. It is kept by device and driver; a file that can't be read is made anew.
package struct DeviceScores: Sendable {
  private let kept: CacheFile<Double>

  /// - Parameter folder: where scores are kept; nil for the user's cache.
  package init(folder: String? = nil) {
    kept = CacheFile("scores.json", folder: folder)
  }

  /// The score as it was measured before; nil when it was not.
  package func known(of device: ComputeDevice) -> Double? {
    kept.entries[Self.key(of: device)]
  }

  /// The score, measured now where it is not known: seconds, once more where programs have to be
  /// compiled.
  ///
  /// - Throws: ``DeviceError/unusable(device:reason:)``.
  package func score(of device: ComputeDevice) throws -> Double {
    if let known = known(of: device) { return known }
    return try measure(device)
  }

  /// Measures it anew and keeps it.
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

  /// How fast devices should be against each other, by the scores that are known. One without a score is
  /// taken to be as fast as the fastest of the others, so that it is soon tried; but not software.
  package func expected(of devices: [ComputeDevice]) -> [Double] {
    let scores = devices.map(known(of:))
    let best = scores.compactMap { $0 }.max() ?? 1
    return zip(devices, scores).map { device, score in
      score ?? (device.kind == .software ? best / Self.softwareFactor : best)
    }
  }

  /// PoCL was seen to take seventy times as long as the processor backend.
  private static let softwareFactor = 50.0

  private static func key(of device: ComputeDevice) -> String {
    "\(device.name) | \(device.driver) | \(device.computeUnits)"
  }

  /// Sides of the squares that are painted: the first one meets cold caches and compilers.
  private static let sides = [256, 512, 1024]
  /// A device that takes longer for a picture is not given a larger one, in seconds.
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
