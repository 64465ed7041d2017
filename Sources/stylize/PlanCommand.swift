import ArgumentParser
import BatchProcessing
import Devices
import Files
import Foundation
import ImageIO
import Logging
import StyleTransfer

/// Shows the plan for a photograph: `stylize plan in.tif --style starry --memory 2G`.
struct PlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Show how a photograph would be painted in the available memory.",
    discussion: """
      Each line is a feature map, on the way from the photograph to the painting: where it is kept, \
      how much all of it would take, and in how many bands of rows it is computed. Maps in memory \
      grow while they are computed and shrink while they are read; those that are recomputed are \
      computed again by the stages that read them, a few rows at a time. Whatever the plan, the \
      painting is the same.
      """)

  @OptionGroup var appearance: AppearanceOptions
  @OptionGroup(title: "Output") var output: PlannedOutputOptions
  @OptionGroup(title: "Computing") var computing: ComputingOptions
  @OptionGroup(title: "Memory") var memory: MemoryOptions
  @OptionGroup(title: "Messages") var messages: MessageOptions
  @OptionGroup(title: "Styles") var styles: StyleOptions
  @OptionGroup(title: "Configuration") var configuration: ConfigurationOptions

  @Argument(help: "A photograph, or - for standard input.", completion: .file())
  var path: String

  func run() throws {
    let log = messages.makeLogger()
    try ExitStatus.reporting(in: .request) {
      var options = RenderOptions()
      output.apply(to: &options)
      computing.apply(to: &options)
      try memory.apply(to: &options)
      let stylizer = try BatchProcessor(
        appearance.settings, from: styles.catalog(), options: options,
        devices: computing.device.resolved(), threads: computing.threads,
        warn: { log.warning("\($0)") })
      let path = Path(argument: path)
      let plan = try stylizer.plan(
        StandardStream.source(at: path).map { .stream($0) } ?? .file(path),
        as: output.format.map(ImageFormat.init(argument:)))
      if messages.json {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        print(String(decoding: try encoder.encode(plan), as: UTF8.self))
      } else {
        show(plan)
      }
    }
  }

  private func show(_ plan: ImagePlan) {
    let rows = plan.maps.map { map in
      let bands = map.bands.map { $0 == 1 ? "1" : "\($0) of \(map.bandRows ?? 0) rows" } ?? ""
      return [
        map.name, "\(map.channels)", "\(map.width)×\(map.height)", map.storage,
        ByteSize.text(map.bytes), bands,
      ]
    }
    TextTable(["map", "channels", "size", "kept", "bytes", "bands"], rows).show()
    print()
    if plan.paintedWidth != plan.width || plan.paintedHeight != plan.height {
      print("painted at    \(plan.paintedWidth)×\(plan.paintedHeight), then enlarged")
    }
    if let peak = plan.devicePeakBytes, let given = plan.deviceBytes {
      print(
        "device        \(plan.device), \(ByteSize.text(peak)) of its memory at most; given "
          + ByteSize.text(given))
      print("bus           \(ByteSize.text(plan.busBytes)) to and from it")
    }
    let maps = plan.device == "cpu" ? ", \(ByteSize.text(plan.mapPeakBytes)) of it maps" : ""
    print(
      "memory        \(ByteSize.text(plan.peakBytes)) at most\(maps); given \(ByteSize.text(plan.memoryBytes))"
    )
    print(
      "scratch       \(ByteSize.text(plan.scratchBytes)), "
        + "\(ByteSize.text(plan.transferredBytes)) to and from it")
    print("recomputed    \(String(format: "%.1f", (plan.recomputeFactor - 1) * 100)) % more work")
    print("time          about \(ProgressLine.duration(plan.seconds)) of computing")
  }
}
