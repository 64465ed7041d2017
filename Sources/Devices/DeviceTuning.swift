internal import OpenCLBackend

/// What was found by trying how a device paints fastest.
package struct DeviceTuning: Hashable, Sendable {
  /// Configurations that were tried, and those of them that the device refused or computed wrongly.
  package let tried: Int
  package let refused: Int
  /// Megapixels per second before and with the best configuration.
  package let usualSpeed: Double
  package let bestSpeed: Double
  /// What was changed, in words; empty when nothing was faster.
  package let changes: [String]

  init(_ progress: TuningProgress) {
    (tried, refused) = (progress.tried, progress.refused)
    (usualSpeed, bestSpeed) =
      (progress.usualMegapixelsPerSecond, progress.bestMegapixelsPerSecond)
    changes = progress.best
  }
}

extension ComputeDevice {
  /// Tries how it paints fastest and keeps what was found for this device and driver.
  ///
  /// - Parameters:
  ///   - seconds: after which nothing new is tried.
  ///   - progress: told after every trial; returns false to stop with the best so far.
  /// - Returns: nil for the processor, which needs no tuning.
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
