import ArgumentParser
import Engine
import Networks
import OpenCLBackend

/// Measures the engine on OpenCL devices, without files and without libvips, so that it can be copied to a machine that
/// has only a driver.
@main
struct BenchOpenCL: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stylize-bench-opencl",
    abstract: "Check an OpenCL device against the CPU and time networks on it.",
    discussion: """
      Weights are random; time does not depend on them. Without a driver it says so and ends well.
      """)

  @Option(
    help: "A device's number; without one, every device is listed and the first card measured.")
  var device: Int?

  @Option(help: "trunk or johnson.")
  var network = "trunk"

  @Option(parsing: .upToNextOption, help: "Heights and widths in pixels.")
  var size = [512, 1024, 2048, 4096]

  @Option(help: "The most memory taken of the device, in megabytes.")
  var megabytes: Int?

  @Option(help: "What maps may take of the program's memory, in megabytes.")
  var hostMegabytes = 8192

  @Option(help: "Runs; the median is shown.")
  var runs = 7

  @Flag(help: "Print one JSON object.")
  var json = false

  @Flag(help: "Look for the device's best configuration first, for a minute, and keep it.")
  var tune = false

  func run() throws {
    let devices = OpenCLDevices.all()
    let chosen =
      device.map { index in devices.first { $0.index == index } }
      ?? devices.first { !$0.isSoftware } ?? devices.first
    if !json { for device in devices { print(line(for: device)) } }
    guard let chosen else {
      print(json ? "{}" : "no OpenCL device")
      return
    }
    if tune { try tune(chosen) }
    let johnson = Trunk(
      channels: [32, 64, 128], residualBlocks: 5, firstKernel: 9, lastKernel: 9)
    let measurement = try Measurement(
      network == "johnson" ? johnson : TrialNetwork.house, on: chosen,
      budget: megabytes.map { $0 << 20 })
    var report = Report(device: line(for: chosen), network: network, isSoftware: chosen.isSoftware)
    for precision in [Element.float32, .float16] {
      report.decibelsAgainstCPU["\(precision)"] = try measurement.agreementWithCPU(precision)
    }
    if !json {
      print("on \(chosen.index): \(chosen.name)")
      print(
        "convolutions: "
          + measurement.algorithms.map { "\($0.stage) \($0.algorithm)" }
          .joined(separator: ", "))
      for (precision, decibels) in report.decibelsAgainstCPU.sorted(by: { $0.key < $1.key }) {
        print("\(precision) against the CPU backend: \(rounded(decibels)) dB")
      }
      print("edge  maps     seconds  megapixels/s  with transfers  GFLOP/s  peak MB")
    }
    for edge in size {
      for precision in [Element.float32, .float16] {
        do {
          let result = try measurement.time(
            edge: edge, precision, runs: runs, hostBytes: hostMegabytes << 20)
          report.results.append(result)
          if !json { print(row(result)) }
        } catch let error as EngineError {
          report.refused.append("\(edge) \(precision): \(error)")
          if !json { print("\(edge) \(precision): \(error)") }
        }
      }
    }
    if json { print(try report.text) }
  }

  private func tune(_ device: OpenCLDevice) throws {
    let found = try OpenCLBackend.tune(device)
    guard !json else { return }
    print(
      "\(found.tried) configurations tried, \(found.refused) refused: "
        + "\(rounded(found.usualMegapixelsPerSecond)) to "
        + "\(rounded(found.bestMegapixelsPerSecond)) megapixels/s"
        + (found.best.isEmpty ? "" : " by \(found.best.joined(separator: ", "))"))
  }

  private func row(_ result: Measurement.Result) -> String {
    let columns: [(String, Int)] = [
      ("\(result.edge)", 5), (result.precision, 7), ("\(rounded(result.seconds, 4))", 9),
      ("\(rounded(result.megapixelsPerSecond))", 13),
      ("\(rounded(result.secondsWithTransfers, 4))", 15),
      ("\(rounded(result.gigaflops))", 8), ("\(result.peakBytes >> 20)", 8),
    ]
    return columns.map { padded($0.0, to: $0.1) }.joined(separator: " ")
  }

  private func line(for device: OpenCLDevice) -> String {
    let memory =
      "\(device.memory.total >> 20) MB, \(device.memory.free.map { "\($0 >> 20)" } ?? "?") free"
    return """
      \(device.index): \(device.name) (\(device.vendor), \(device.platform) \(device.driver)), \
      \(memory), budget \(device.memory.suggestedBudget >> 20) MB, \
      largest buffer \(device.maximumAllocation >> 20) MB, \(device.computeUnits) units\
      \(device.hasMatrixUnits ? ", matrix units" : "")\(device.isSoftware ? ", software" : "")
      """
  }

  private func rounded(_ value: Double, _ digits: Int = 1) -> Double {
    let scale = (0..<digits).reduce(1.0) { scale, _ in scale * 10 }
    return (value * scale).rounded() / scale
  }

  private func padded(_ text: String, to length: Int) -> String {
    String(repeating: " ", count: max(length - text.count, 0)) + text
  }
}
