import ArgumentParser
import BatchProcessing
import Files
import Foundation
import Networks

struct BatchArguments: ParsableArguments {
  @Option(
    name: .shortAndLong, parsing: .unconditional,
    help: ArgumentHelp(
      "How many pictures to read, and how many to write, at the same time, \(Limits.jobs) "
        + "(default: 2)."),
    transform: Limits.jobs.parse)
  var jobs = 2

  @Option(
    parsing: .unconditional,
    help:
      "How often to retry what may have failed by chance: reading, writing, a device (default: 2).",
    transform: Limits.retries.parse)
  var retries = 2

  @Option(
    help: ArgumentHelp(
      "Where to record what has been painted (default: .stylize.jsonl in the output folder; for a single file, the user's state folder).",
      valueName: "file"), completion: .file())
  var journal: String?

  @Flag(help: "Keep no journal.")
  var noJournal = false

  @Option(
    parsing: .unconditional,
    help: "Give way to other programs, from 0 (not at all) to 19.",
    transform: Limits.nice.parse)
  var nice: Int?

  @Option(
    parsing: .unconditional,
    help: "Stop cleanly after this time: 90m, 2h30m, 3600 (seconds).",
    transform: TimeLimit.parse)
  var timeLimit: TimeLimit?

  func validate() throws {
    guard journal == nil || !noJournal else {
      throw ValidationError("Found --journal and --no-journal, expected one of them.")
    }
  }

  /// Lowers the priority of this thread and of all that it starts later, if asked to.
  func giveWay() {
    if let nice { setpriority(.init(PRIO_PROCESS.rawValue), 0, Int32(nice)) }
  }

  /// Opens the journal of a request; nil where none is kept.
  func openJournal(of request: JobRequest) throws -> Journal? {
    guard !noJournal else { return nil }
    let folder = request.outputFolder
    if let journal {
      return try Journal(
        at: Path(argument: journal), of: folder ?? Path(argument: journal).folder)
    }
    if let folder { return try Journal(at: folder.appending(Journal.fileName), of: folder) }
    return try request.outputFile.flatMap {
      try Journal.ofSinglePainting(at: $0, records: StateFolder.ofPaintings())
    }
  }

  func options(_ journal: Journal?, warn: @escaping @Sendable (String) -> Void) -> BatchOptions {
    var options = BatchOptions()
    options.workers = jobs
    options.retries = retries
    options.journal = journal
    options.warn = warn
    return options
  }
}

struct DryRunOption: ParsableArguments {
  @Flag(
    name: [.customShort("n"), .long], help: "Only show what would be done, and what it would take.")
  var dryRun = false
}

/// A duration as users write it: `90m`, `2h30m`, `45s`, or a number of seconds.
struct TimeLimit {
  var seconds: Double

  /// The valid durations, from a hundredth of a second to ten years.
  private static let bounds = 0.01...315_360_000

  @Sendable static func parse(_ text: String) throws -> TimeLimit {
    guard let seconds = seconds(text), bounds.contains(seconds) else {
      throw ValidationError(
        "Found '\(text)', expected a time from 0.01s to 3650d, such as 90m, 2h30m or 3600 (seconds)."
      )
    }
    return TimeLimit(seconds: seconds)
  }

  private static func seconds(_ text: String) -> Double? {
    if let seconds = Double(text) { return seconds }
    var (total, digits) = (0.0, "")
    for character in text {
      let unit: Double? =
        switch character {
        case "d": 86400
        case "h": 3600
        case "m": 60
        case "s": 1
        default: nil
        }
      if let unit {
        guard let number = Double(digits) else { return nil }
        total += number * unit
        digits = ""
      } else {
        digits.append(character)
      }
    }
    return digits.isEmpty ? total : nil
  }
}
