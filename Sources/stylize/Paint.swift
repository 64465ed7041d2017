import ArgumentParser
import Logging
import StylizeKit

/// `stylize --style starry ./in ./out`
struct Paint: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Paint photographs in a style.",
    discussion: """
      Inputs are pictures, folders, patterns in quotes, or - for standard input. The last path is \
      the output: a file for one picture, a folder for more, or - for standard output. A file's \
      saver options go in brackets: out.jpg[Q=90].

      What is painted already is skipped, unless photograph, style or options have changed: the \
      same command goes on where it was stopped.

      Exit status: 0 all done, 1 some failed, 2 wrong usage, 3 nothing to do, 4 the device failed, \
      5 all failed, 130 stopped before the end.
      """)

  @OptionGroup var options: PaintOptions

  @Argument(
    help: ArgumentHelp("Photographs and folders, then the output.", valueName: "path"),
    completion: .file())
  var paths: [String]

  func validate() throws {
    let needed = options.lists.filesFrom == nil ? 2 : 1
    guard paths.count >= needed else {
      throw ValidationError(
        "Found \(paths.count) path, expected at least \(needed == 1 ? "" : "an input and ")the output."
      )
    }
    guard !options.messages.json || paths.last != "-" else {
      throw ValidationError("Found --json and a picture for standard output, expected one of them.")
    }
    guard options.lists.filesFrom != "-" || !paths.dropLast().contains("-") else {
      throw ValidationError("Found a list and a picture on standard input, expected one of them.")
    }
  }

  func run() throws {
    options.batch.giveWay()
    let log = options.messages.makeLogger()
    let (request, journal) = try usage(log) { try options.request(paths) }
    let list = try usage(log) { try request.jobs() }
    let stylizer = try usage(log) { try options.stylizer(log) }
    let display = Display(list, options.messages, log: log)
    display.begin(list, style: options.look.style, journal: journal)
    guard !list.jobs.isEmpty else {
      // A shard of a few pictures may well be empty; then all of its work is done.
      guard request.shard == nil || !list.rejections.isEmpty else {
        return display.end(BatchSummary(), rejected: 0, status: nil)
      }
      if list.rejections.isEmpty { log.error("found nothing to paint") }
      let status = list.onlyLacksPictures ? ExitStatus.nothingToDo : .allFailed
      display.end(BatchSummary(), rejected: list.rejections.count, status: status)
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
    let summary = withExtendedLifetime(interruption) {
      stylizer.paint(list.jobs, batch: batch, stop: interruption.stop) { display.show($0) }
    }
    let status = ExitStatus(summary, rejected: list.rejections.count)
    display.end(summary, rejected: list.rejections.count, status: status)
    if let status { throw status }
  }

  /// What is wrong before any picture is opened is a matter of usage.
  private func usage<Result>(_ log: Logger, _ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch let error as DeviceError {
      log.error("\(error)")
      throw ExitStatus.device
    } catch {
      log.error("\(error)")
      throw ExitStatus.usage
    }
  }
}
