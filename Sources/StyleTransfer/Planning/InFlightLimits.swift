internal import Foundation

/// How many images may be decoded and encoded while another one is computed, and what they may take.
package struct InFlightLimits: Hashable, Sendable {
  /// How many images are decoded, and how many encoded, at the same time.
  package var workers: Int
  /// What inputs and results that are not computed now may take together, besides feature maps, in
  /// bytes.
  package var picturesBytes: Int

  /// - Parameters:
  ///   - workers: for decoding, and as many for encoding.
  ///   - picturesBytes: in bytes; an eighth of the machine's memory unless it is said.
  package init(workers: Int = 2, picturesBytes: Int = Self.usualBytes) {
    self.workers = workers
    self.picturesBytes = picturesBytes
  }

  /// An eighth of the machine's memory.
  package static var usualBytes: Int { Int(clamping: ProcessInfo.processInfo.physicalMemory / 8) }
}
