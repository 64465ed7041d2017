import ArgumentParser
import BatchProcessing
import Files
import ImageIO
import Logging
import StyleLibrary
import StyleTransfer

/// All options of `stylize paint`, and of `stylize` alone, where `paint` may be left out.
struct PaintOptions: ParsableArguments {
  @OptionGroup var appearance: AppearanceOptions

  @OptionGroup(title: "Input") var selection: SelectionOptions
  @OptionGroup(title: "Input") var lists: ListOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup(title: "Batch") var batch: BatchArguments
  @OptionGroup(title: "Batch") var trial: DryRunOption
  @OptionGroup(title: "Computing") var computing: ComputingOptions
  @OptionGroup(title: "Memory") var memory: MemoryOptions
  @OptionGroup(title: "Messages") var messages: MessageOptions
  @OptionGroup(title: "Styles") var styles: StyleOptions
  @OptionGroup(title: "Configuration") var configuration: ConfigurationOptions

  /// - Parameter paths: the photographs and folders, then the output.
  func request(_ paths: [String]) throws -> (JobRequest, Journal?) {
    var request = JobRequest(
      inputs: paths.dropLast().map(Path.init(argument:)),
      output: Path(argument: paths[paths.count - 1]))
    try selection.apply(to: &request)
    try lists.apply(to: &request)
    request.style = appearance.style
    (request.stream, request.standardOutput) = (StandardStream.source, StandardStream.output)
    request.format = try output.format.map(ImageFormat.init(argument:))
    request.template = try output.outputTemplate.map { try OutputTemplate($0) }
    request.limits.maxPixels = computing.maxPixels
    let journal = try batch.openJournal(of: request)
    request.paintings = journal?.paintings ?? []
    return (request, journal)
  }

  func paintingOptions() throws -> RenderOptions {
    var options = RenderOptions()
    output.apply(to: &options)
    computing.apply(to: &options)
    try memory.apply(to: &options)
    return options
  }

  func stylizer(_ options: RenderOptions, _ log: Logger) throws -> BatchProcessor {
    let catalog = try styles.catalog()
    for clash in catalog.clashes(in: appearance.style) { log.warning("\(clash)") }
    return try BatchProcessor(
      appearance.settings, from: catalog, options: options, devices: computing.devices(log),
      threads: computing.threads, warn: { log.warning("\($0)") })
  }
}
