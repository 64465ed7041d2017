internal import OpenCLBackend

/// The result of the search for a device's fastest configuration.
package struct DeviceTuning: Hashable, Sendable {
  /// The number of configurations that were tried, and of those among them that the device refused
  /// or computed wrongly.
  package let tried: Int
  package let refused: Int
  /// The speed before tuning and with the best configuration, in megapixels per second.
  package let usualSpeed: Double
  package let bestSpeed: Double
  /// The changes, in words; empty when nothing was faster.
  package let changes: [String]

  init(_ progress: TuningProgress) {
    (tried, refused) = (progress.tried, progress.refused)
    (usualSpeed, bestSpeed) =
      (progress.usualMegapixelsPerSecond, progress.bestMegapixelsPerSecond)
    changes = progress.best
  }
}

extension ComputeDevice {
  /// Searches for the fastest configuration and caches it for this device and driver.
  ///
  /// - Parameters:
  ///   - seconds: the time after which no further trial starts.
  ///   - progress: called after every trial; returns false to stop with the best so far.
  /// - Returns: the result; nil for the processor, which needs no tuning.
  /// - Throws: ``DeviceError/unusable(device:reason:)``.
  package func tune(seconds: Double, progress: (DeviceTuning) -> Bool = { _ in true }) throws
    -> DeviceTuning?
  {
    guard let openCL else { return nil }
    do {
      return DeviceTuning(
        try OpenCLBackend.tune(openCL, seconds: seconds) { progress(DeviceTuning($0)) })
    } catch {
      throw DeviceError.unusable(device: "\(self)", reason: "\(error)")
    }
  }
}
