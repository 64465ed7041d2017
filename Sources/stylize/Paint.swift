import ArgumentParser
import BatchProcessing
import Foundation
import Logging
import Networks
import StyleTransfer

/// Renders pictures and folders: `stylize --style starry ./in ./out`.
struct Paint: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Paint photographs in a style.",
    discussion: """
      Inputs are pictures, folders, patterns in quotes, or - for standard input. The last path is \
      the output: a file for one picture, a folder for several, or - for standard output. Options \
      for libvips' savers follow a file's name in brackets: 'out.jpg[Q=90]'.

      Pictures that have been painted already are skipped, unless the photograph, the style or an \
      option has changed. The same command therefore picks up where it was stopped.

      Exit status: 0 all done, 1 some pictures failed, 2 wrong usage, 3 nothing to do, 4 the device \
      failed, 5 all pictures failed, 130 stopped before the end.
      """)

  @OptionGroup var options: PaintOptions

  @Argument(
    help: ArgumentHelp("Photographs or folders, then the output.", valueName: "path"),
    completion: .file())
  var paths: [String]

  func validate() throws {
    let needed = options.lists.filesFrom == nil ? 2 : 1
    guard paths.count >= needed else {
      throw ValidationError(
        "Found \(paths.count) path, expected an input and an output: "
          + "stylize --style starry photo.jpg painting.jpg"
      )
    }
    guard !options.messages.json || paths.last != "-" else {
      throw ValidationError("Found --json and a picture for standard output, expected one of them.")
    }
    guard paths.last != "-" || isatty(STDOUT_FILENO) == 0 else {
      throw ValidationError(
        "Found a terminal on standard output, expected a file or a pipe for the picture.")
    }
    guard options.lists.filesFrom != "-" || !paths.dropLast().contains("-") else {
      throw ValidationError("Found a list and a picture on standard input, expected one of them.")
    }
  }

  func run() throws {
    options.batch.giveWay()
    let log = options.messages.makeLogger()
    let (request, journal, list, stylizer) = try ExitStatus.reporting(in: .request) {
      // The readable formats decide which files are found in folders.
      let painting = try options.paintingOptions()
      let (request, journal) = try options.request(paths)
      let list = try request.jobs()
      try painting.check(list.jobs)
      return (request, journal, list, try options.stylizer(painting, log))
    }
    let display = Display(list, options.messages, log: log)
    display.begin(list, style: options.appearance.style, journal: journal)
    guard !list.jobs.isEmpty else {
      // With few pictures, a shard may well be empty; then all of its work is done.
      guard request.shard == nil || !list.rejections.isEmpty else {
        return display.end(BatchSummary(), rejected: 0, status: nil, output: request.output)
      }
      if list.rejections.isEmpty { log.error("found nothing to paint") }
      let status = list.onlyLacksPictures ? ExitStatus.nothingToDo : .allFailed
      display.end(
        BatchSummary(), rejected: list.rejections.count, status: status, output: request.output)
      throw status
    }
    let batch = options.batch.options(journal) { log.warning("\($0)") }
    if options.trial.dryRun {
      let estimate = stylizer.estimate(list.jobs, batch: batch)
      let dryRun = DryRun(list: list, estimate: estimate, messages: options.messages, log: log)
      dryRun.show()
      if let status = dryRun.status { throw status }
      return
    }
    let interruption = Interruption(after: options.batch.timeLimit)
    display.lookAhead(stylizer, list.jobs, batch, interruption.stop)
    let question = StatusQuestion { display.tellStatus() }
    let summary = withExtendedLifetime((interruption, question)) {
      stylizer.run(list.jobs, batch: batch, stop: interruption.stop) { display.show($0) }
    }
    let status = ExitStatus(summary, rejected: list.rejections.count)
    display.end(
      summary, rejected: list.rejections.count, status: status, output: request.output)
    if let status { throw status }
  }
}
