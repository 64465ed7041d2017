import ArgumentParser
import BatchProcessing
import Devices
import Engine
import Foundation
import Logging
import StyleLibrary

/// Lists the devices and their scores: `stylize devices [--json]`.
struct Devices: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List the devices that can paint, and which one is used.",
    discussion: """
      Scores are megapixels per second through a network like the one that paints. The processor \
      and graphics cards are measured once and their scores cached; --measure measures all devices \
      again.
      """)

  @Flag(help: "Print a JSON object, for programs.")
  var json = false

  @Flag(help: "Measure every device again.")
  var measure = false

  func run() throws {
    let scores = DeviceScores()
    let devices = ComputeDevice.all
    for device in devices where measure || device.kind != .software {
      do {
        _ = try measure ? scores.measure(device) : scores.score(of: device)
      } catch {
        PlainLogHandler.write(.warning, "\(error)")
      }
    }
    let chosen = try DeviceChoice.automatic.resolved(scores: scores)
    let rows = devices.map { DeviceRow($0, score: scores.known(of: $0), chosen) }
    if json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      let answer = Answer(devices: rows, reason: chosen.reason)
      print(String(decoding: try encoder.encode(answer), as: UTF8.self))
    } else {
      TextTable(DeviceRow.header, rows.map(\.cells)).show()
      let names = chosen.devices.map(\.id).joined(separator: ",")
      print("\n--device auto uses \(names): \(chosen.reason)")
    }
  }

  private struct Answer: Encodable {
    var devices: [DeviceRow]
    /// The reason for the choice of `auto`.
    var reason: String
  }
}

/// The row that shows a device.
private struct DeviceRow: Encodable {
  var id: String
  var kind: ComputeDevice.Kind
  var name: String
  var vendor: String
  var driver: String
  var memoryBytes: Int
  var freeBytes: Int?
  /// The memory that rendering takes at most unless `--memory` or `--vram` says otherwise, in
  /// bytes.
  var limitBytes: Int
  var largestAllocationBytes: Int?
  var computeUnits: Int
  var computesHalf: Bool
  var hasMatrixUnits: Bool
  /// The speed in megapixels per second; nil when it was not measured.
  var score: Double?
  /// Whether `--device auto` chooses the device.
  var isChosen: Bool

  init(_ device: ComputeDevice, score: Double?, _ chosen: ChosenDevices) {
    (id, kind, name) = (device.id, device.kind, device.name)
    (vendor, driver) = (device.vendor, device.driver)
    (memoryBytes, freeBytes) = (device.memory, device.freeMemory)
    (limitBytes, largestAllocationBytes) = (device.memoryLimit, device.largestAllocation)
    (computeUnits, computesHalf) = (device.computeUnits, device.computesHalf)
    hasMatrixUnits = device.hasMatrixUnits
    self.score = score
    isChosen = chosen.devices.contains { $0.id == device.id }
  }

  static let header = [
    "ID", "KIND", "NAME", "DRIVER", "UNITS", "MEMORY", "FREE", "LIMIT", "SCORE", "",
  ]

  var cells: [String] {
    [
      id, kind.text, name, driver, "\(computeUnits)", ByteSize.text(memoryBytes),
      freeBytes.map(ByteSize.text) ?? "?", ByteSize.text(limitBytes),
      score.map { String(format: "%.2f MP/s", $0) } ?? "-", isChosen ? "auto" : "",
    ]
  }
}

extension ComputeDevice.Kind {
  fileprivate var text: String {
    switch self {
    case .processor: "processor"
    case .graphicsCard: "graphics card"
    case .software: "software"
    }
  }
}
