import ArgumentParser
import Devices
import Files
import Foundation

/// Tunes devices: `stylize tune --device gpu`.
struct Tune: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Find out how graphics cards paint fastest, and remember it.",
    discussion: """
      The result is cached for each device and driver, and used from then on. A trial counts only if \
      what it paints agrees with a painting made without tuning.
      """)

  @Option(
    name: [.customShort("g"), .long],
    help: ArgumentHelp(
      "gpu, numbers as listed by 'stylize devices' (0,1), or part of a name.", valueName: "device"),
    completion: Suggestions.devices)
  var device = DeviceChoice.named(["gpu"])

  @Option(
    parsing: .unconditional,
    help: "How many seconds to go on starting trials on each device (default: 60).",
    transform: Limits.tuningSeconds.parse)
  var seconds = 60.0

  func run() throws {
    try ExitStatus.reporting(in: .work) {
      for device in try device.resolved().devices { try tune(device) }
    }
  }

  private func tune(_ device: ComputeDevice) throws {
    var bar = ProgressBar(isQuiet: false)
    let end = CleanEnd()
    defer { withExtendedLifetime(end) { bar.clear() } }
    let start = ContinuousClock.now
    let found = try device.tune(seconds: seconds) { _ in
      bar.show(part: min((ContinuousClock.now - start) / .seconds(seconds), 1))
      return true
    }
    bar.clear()
    guard let found else { return print("\(device): needs no tuning".printable) }
    try DeviceScores().measure(device)
    let what = found.changes.isEmpty ? "nothing faster" : found.changes.joined(separator: ", ")
    print(
      "\(device): \(what); \(found.tried) tried, "
        + String(
          format: "%.2f megapixels per second before, %.2f after", found.usualSpeed,
          found.bestSpeed))
  }
}
