import ArgumentParser
import Logging
import StylizeKit

/// `stylize --style starry ./in ./out`
struct Paint: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Paint photographs in a style.",
    discussion: """
      Inputs are pictures, folders, or - for standard input. The last path is the output: a file \
      for one picture, a folder for more, or - for standard output. A file's saver options go in \
      brackets: out.jpg[Q=90].
      """)

  @OptionGroup var look: LookOptions

  @Flag(name: .shortAndLong, help: "Paint folders inside folders too.")
  var recursive = false

  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup(title: "Computing") var computing: ComputingOptions
  @OptionGroup(title: "Messages") var messages: MessageOptions
  @OptionGroup(title: "Styles") var styles: StyleOptions

  @Argument(help: ArgumentHelp("Photographs and folders, then the output.", valueName: "path"))
  var paths: [String]

  func validate() throws {
    guard paths.count >= 2 else {
      throw ValidationError("Found \(paths.count) path, expected at least an input and the output.")
    }
  }

  func run() throws {
    let log = messages.makeLogger()
    let (list, stylizer) = try usage(log) { (try makeJobs(), try makeStylizer()) }
    let display = Display(list, isQuiet: messages.quiet, log: log)
    guard !list.jobs.isEmpty else {
      throw list.onlyLacksPictures ? ExitStatus.nothingToDo : .allFailed
    }
    let interruption = Interruption()
    let summary = stylizer.paint(list.jobs, stop: interruption.stop) { display.show($0) }
    display.end(summary, rejected: list.rejections.count)

    if summary.interrupted { throw ExitStatus.interrupted }
    guard summary.failed + list.rejections.count > 0 else { return }
    throw summary.finished + summary.skipped > 0 ? ExitStatus.someFailed : .allFailed
  }

  private func makeJobs() throws -> JobList {
    var request = JobRequest(
      inputs: paths.dropLast().map(PicturePath.init(argument:)),
      output: PicturePath(argument: paths[paths.count - 1]))
    request.recursive = recursive
    request.format = try output.format.map(PictureFormat.init(argument:))
    return try request.jobs()
  }

  private func makeStylizer() throws -> Stylizer {
    var options = PaintingOptions()
    output.apply(to: &options)
    computing.apply(to: &options)
    return try Stylizer(
      look.look, from: styles.catalog, options: options,
      threads: computing.threads)
  }

  /// What is wrong before any picture is opened is a matter of usage.
  private func usage<Result>(_ log: Logger, _ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch {
      log.error("\(error)")
      throw ExitStatus.usage
    }
  }
}
