import ArgumentParser
import Foundation
import StylizeKit

/// `stylize tune --device gpu`
struct Tune: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Find out how graphics cards paint fastest, and keep it.",
    discussion: """
      What is found is kept in the cache by device and driver, and used from then on. Every trial is \
      compared with a painting that was made without tuning before its time counts.
      """)

  @Option(
    name: [.customShort("g"), .long],
    help: ArgumentHelp("As 'stylize devices' lists them: gpu, 0,1, or a name.", valueName: "device")
  )
  var device = DeviceChoice.named(["gpu"])

  @Option(
    parsing: .unconditional,
    help: "How many seconds new trials are begun on each device (default: 60).",
    transform: Limits.tuningSeconds.parse)
  var seconds = 60.0

  func run() throws {
    do {
      for device in try device.resolved().devices { try tune(device) }
    } catch let error as DeviceError {
      FileHandle.standardError.write(Data("stylize: error: \(error)\n".utf8))
      throw ExitStatus.device
    }
  }

  private func tune(_ device: ComputeDevice) throws {
    var bar = ProgressBar(total: 1, isQuiet: false)
    defer { bar.clear() }
    let start = ContinuousClock.now
    let found = try device.tune(seconds: seconds) { _ in
      bar.progress(min((ContinuousClock.now - start) / .seconds(seconds), 1))
      return true
    }
    bar.clear()
    guard let found else { return print("\(device): needs no tuning") }
    try DeviceScores().measure(device)
    let what = found.changes.isEmpty ? "nothing faster" : found.changes.joined(separator: ", ")
    print(
      "\(device): \(what); \(found.tried) tried, "
        + String(
          format: "%.2f megapixels per second before, %.2f after", found.usualSpeed,
          found.bestSpeed))
  }
}
