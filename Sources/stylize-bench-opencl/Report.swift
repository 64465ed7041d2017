import Foundation

/// The measurements as JSON, for a program that compares them.
struct Report: Codable {
  var device: String
  var network: String
  var isSoftware: Bool
  /// The peak signal-to-noise ratio between the device's painting and the processor's, in decibels,
  /// by precision.
  var decibelsAgainstCPU: [String: Double] = [:]
  var results: [Measurement.Result] = []
  /// The measurements that failed: edge, precision and reason.
  var refused: [String] = []

  var text: String {
    get throws {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys]
      return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
  }
}
