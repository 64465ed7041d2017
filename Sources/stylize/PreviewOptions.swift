import ArgumentParser
import ContactSheets
import Logging
import StyleTransfer

/// What was made of previews.
struct PreviewResult {
  var path: String
  /// Photographs that are missing from it.
  var failed = 0
}

/// What `sheet` and `gallery` have in common.
struct PreviewOptions: ParsableArguments {
  @OptionGroup(title: "Computing") var computing: ComputingOptions
  @OptionGroup(title: "Memory") var memory: MemoryOptions
  @OptionGroup(title: "Messages") var messages: LogOptions
  @OptionGroup(title: "Styles") var styles: StyleOptions
  @OptionGroup(title: "Configuration") var configuration: ConfigurationOptions

  // Taken as ever from those who type it, though there are no events.
  @Flag(help: .hidden) var json = false

  /// Makes something of previews, shows how far it is and says where it lies.
  ///
  /// - Parameters:
  ///   - options: beside those of this group.
  ///   - make: given what paints, and what to tell how many of how many pictures are done.
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
