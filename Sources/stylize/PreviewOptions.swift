import ArgumentParser
import ContactSheets
import Logging
import StyleTransfer

/// The outcome of a command that makes previews.
struct PreviewResult {
  var path: String
  /// The number of photographs that are missing from the output.
  var failed = 0
}

/// The options that `sheet` and `gallery` share.
struct PreviewOptions: ParsableArguments {
  @OptionGroup(title: "Computing") var computing: ComputingOptions
  @OptionGroup(title: "Memory") var memory: MemoryOptions
  @OptionGroup(title: "Messages") var messages: LogOptions
  @OptionGroup(title: "Styles") var styles: StyleOptions
  @OptionGroup(title: "Configuration") var configuration: ConfigurationOptions

  // Still accepted, although these commands have no events.
  @Flag(help: .hidden) var json = false

  /// Makes an output from previews, shows the progress and prints the output's path.
  ///
  /// - Parameters:
  ///   - options: the options to which those of this group are added.
  ///   - make: makes the output, given the renderer and a function that takes the numbers of
  ///     finished and of all pictures.
  func run(
    _ options: RenderOptions = RenderOptions(),
    _ make: (PreviewRenderer, (Int, Int) -> Void) throws -> PreviewResult
  ) throws {
    let log = messages.makeLogger()
    try ExitStatus.reporting(in: .work) {
      var options = options
      computing.apply(to: &options)
      try memory.apply(to: &options)
      let previews = try PreviewRenderer(
        from: styles.catalog(), options: options, devices: computing.devices(log, atMost: 1),
        threads: computing.threads, warn: { log.warning("\($0)") })
      var bar = ProgressBar(isQuiet: messages.quiet)
      let end = CleanEnd()
      defer { withExtendedLifetime(end) { bar.clear() } }
      var painted = 0
      let result = try make(previews) {
        painted = $1
        bar.show(part: Double($0) / Double($1))
      }
      bar.clear()
      if !messages.quiet { print(result.path) }
      log.info(
        "painted \(painted) pictures in \(ProgressLine.elapsed(bar.elapsed)) to \(result.path)")
      if result.failed > 0 { throw ExitStatus.someFailed }
    }
  }
}
