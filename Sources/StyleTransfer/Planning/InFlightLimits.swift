internal import Foundation

/// The number of images that may be decoded and encoded while another one is computed, and their memory.
package struct InFlightLimits: Hashable, Sendable {
  /// The number of images that are decoded at the same time, and of those that are encoded.
  package var workers: Int
  /// The memory that inputs and results may take together while they wait, are decoded or are encoded, besides feature
  /// maps; in bytes.
  package var picturesBytes: Int

  /// - Parameters:
  ///   - workers: the number of images that are decoded at the same time, and of those that are encoded.
  ///   - picturesBytes: the memory of inputs and results on their way, in bytes; by default an eighth of the machine's.
  package init(workers: Int = 2, picturesBytes: Int = Self.usualBytes) {
    self.workers = workers
    self.picturesBytes = picturesBytes
  }

  /// The default of ``picturesBytes``: an eighth of the machine's memory.
  package static var usualBytes: Int { Int(clamping: ProcessInfo.processInfo.physicalMemory / 8) }
}
