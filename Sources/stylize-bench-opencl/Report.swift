import Foundation

/// What was measured, for a program that compares.
struct Report: Codable {
  var device: String
  var network: String
  var isSoftware: Bool
  /// By precision: peak signal to noise between the device's painting and the processor's.
  var decibelsAgainstCPU: [String: Double] = [:]
  var results: [Measurement.Result] = []
  /// What could not be measured, and why.
  var refused: [String] = []

  var text: String {
    get throws {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys]
      return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
  }
}
