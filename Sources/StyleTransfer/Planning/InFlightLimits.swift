internal import Foundation

/// How many images may be decoded and encoded while another one is computed, and what they may take.
public struct InFlightLimits: Hashable, Sendable {
  /// How many images are decoded, and how many encoded, at the same time.
  public var workers: Int
  /// What inputs and results that are not computed now may take together, besides feature maps, in
  /// bytes.
  public var picturesBytes: Int

  /// - Parameters:
  ///   - workers: for decoding, and as many for encoding.
  ///   - picturesBytes: in bytes; an eighth of the machine's memory unless it is said.
  public init(workers: Int = 2, picturesBytes: Int = Self.usualBytes) {
    self.workers = workers
    self.picturesBytes = picturesBytes
  }

  /// An eighth of the machine's memory.
  public static var usualBytes: Int { Int(clamping: ProcessInfo.processInfo.physicalMemory / 8) }
}
