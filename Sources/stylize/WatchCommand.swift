import ArgumentParser
import BatchProcessing
import Files
import FolderWatching
import Foundation
import ImageIO
import Logging
import StyleLibrary
import StyleTransfer

/// Watches a folder and renders its photographs: `stylize watch --style starry ./in ./out`.
struct WatchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch",
    abstract: "Paint what is in a folder and whatever arrives there, until stopped.",
    discussion: """
      A picture is painted once the program that wrote it has closed it, or once it has been moved \
      in. As with paint, pictures that have been painted already are skipped; those that are \
      replaced are painted again. A style that changes on disk is reloaded.

      SIGUSR1 asks for a line of status. On Ctrl-C or SIGTERM, pictures in progress are finished \
      first.

      Exit status: 2 wrong usage, 130 stopped.
      """)

  @OptionGroup var appearance: AppearanceOptions

  @OptionGroup(title: "Watching") var watching: WatchOptions
  @OptionGroup(title: "Input") var selection: SelectionOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup(title: "Batch") var batch: BatchArguments
  @OptionGroup(title: "Computing") var computing: ComputingOptions
  @OptionGroup(title: "Memory") var memory: MemoryOptions
  @OptionGroup(title: "Messages") var messages: MessageOptions
  @OptionGroup(title: "Styles") var styles: StyleOptions
  @OptionGroup(title: "Configuration") var configuration: ConfigurationOptions

  @Argument(help: "The folder to watch.", completion: .directory)
  var folder: String

  @Argument(help: "The folder for the paintings.", completion: .directory)
  var paintings: String

  func run() throws {
    batch.giveWay()
    let log = messages.makeLogger()
    try ExitStatus.reporting(in: .request) {
      let notifier = ServiceNotifier()
      // The readable formats decide which files are photographs.
      if memory.allowUntrusted { try ImageCodecs.allowUntrustedFormats(true) }
      var request = try makeRequest()
      request.aliveSeconds = notifier?.aliveSeconds
      let journal = try batch.openJournal(of: request.jobs)
      let display = WatchDisplay(request, messages, notifier, journal: journal, log: log)
      let watch = try WatchSession(request, batch: batch.options(journal) { log.warning("\($0)") })
      {
        display.show($0)
      }
      let stop = CancellationToken(finishesWork: true)
      let interruption = Interruption(after: batch.timeLimit, stop) {
        notifier?.stopping()
        watch.wake()
      }
      let question = StatusQuestion { display.show(watch.status) }
      try withExtendedLifetime((interruption, question)) {
        try watch.run(until: stop) { try makeStylizer($0, log) }
      }
      display.end(watch.status)
    }
    throw ExitStatus.interrupted
  }

  private func makeRequest() throws -> WatchRequest {
    var request = try WatchRequest(
      Path(argument: folder), output: Path(argument: paintings), settings: appearance.settings,
      styleFolders: styles.folders())
    watching.apply(to: &request)
    try selection.apply(to: &request.jobs)
    request.jobs.format = try output.format.map(ImageFormat.init(argument:))
    request.jobs.template = try output.outputTemplate.map { try OutputTemplate($0) }
    request.jobs.limits.maxPixels = computing.maxPixels
    if let format = request.jobs.format { try paintingOptions().check(format) }
    return request
  }

  private func paintingOptions() throws -> RenderOptions {
    var options = RenderOptions()
    output.apply(to: &options)
    computing.apply(to: &options)
    try memory.apply(to: &options)
    return options
  }

  private func makeStylizer(_ catalog: Catalog, _ log: Logger) throws -> BatchProcessor {
    var options = try paintingOptions()
    for clash in catalog.clashes(in: appearance.style) { log.warning("\(clash)") }
    // A watcher is idle most of the time, and memory that it keeps is lost to other programs.
    options.idleBytes = 128 << 20
    return try BatchProcessor(
      appearance.settings, from: catalog, options: options, devices: computing.devices(log),
      threads: computing.threads, warn: { log.warning("\($0)") })
  }
}
