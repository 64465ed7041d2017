import ArgumentParser
import Engine
import Foundation
import Networks

/// Measures the engine alone, without files and without libvips.
@main
struct Bench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stylize-bench",
    abstract: "Time the engine on a network, stage by stage or run by run.",
    discussion: """
      With --serve, every line on standard input is answered by one run and its seconds on \
      standard output, so that others can be measured in turn with it.
      """)

  @Option(help: "A folder with network.onnx and input.rgb.")
  var folder: String

  @Option(help: "Height and width in pixels.")
  var size = 1024

  @Option(help: "Processor threads (default: one per processor).")
  var threads: Int?

  @Option(help: "Runs; the median is shown.")
  var runs = 7

  @Flag(help: "Show the time of every stage.")
  var stages = false

  @Flag(help: "Answer every line on standard input by a run.")
  var serve = false

  @Option(help: "Write the painting here, interleaved, 16 bits.")
  var painting: String?

  func run() throws {
    let subject = try Subject(
      folder: folder, edge: size, sixteenBits: painting != nil, threads: threads)
    if let painting {
      try subject.painting().write(to: URL(fileURLWithPath: painting))
    } else if serve {
      while readLine() != nil {
        FileHandle.standardOutput.write(Data("\(try subject.run())\n".utf8))
      }
    } else {
      try measure(subject)
    }
  }

  private func measure(_ subject: Subject) throws {
    _ = try subject.run()
    _ = subject.network.backend.takeSeconds()
    var totals: [Double] = []
    var byStage: [String: [Double]] = [:]
    for _ in 0..<runs {
      totals.append(try subject.run())
      for (stage, seconds) in subject.network.backend.takeSeconds() {
        byStage[stage, default: []].append(seconds)
      }
    }
    let total = median(totals)
    let edge = Size(height: size, width: size)
    print(
      String(
        format: "%@ %d×%d, %d threads: %.3f s, %.2f megapixels/s, maps %.0f MB",
        URL(fileURLWithPath: folder).lastPathComponent, size, size, subject.network.backend.threads,
        total, Double(edge.pixels) / 1e6 / total,
        Double(subject.plan.peakBytes) / 1e6))
    guard stages else { return }
    let peak = Peak.operationsPerSecond * Double(subject.network.backend.threads)
    print(String(format: "peak of these threads: %.0f GFLOP/s", peak / 1e9))
    print("Winograd's algorithm saves work, so a direct convolution's count can exceed the peak.")
    print("stage            ms   share   GFLOP/s as direct  of peak")
    for stage in subject.network.staged.stages {
      let seconds = median(byStage[stage.name] ?? [0])
      let pixels = subject.plan.maps[stage.output].shape.size.pixels
      let operations = 2 * Double(stage.multiplyAdds * pixels)
      let name = stage.name.padding(toLength: 12, withPad: " ", startingAt: 0)
      print(
        name
          + String(
            format: "%8.1f %6.1f%% %16.0f %11.2f", seconds * 1e3, seconds / total * 100,
            operations / seconds / 1e9, operations / seconds / peak))
    }
  }

  private func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
}
