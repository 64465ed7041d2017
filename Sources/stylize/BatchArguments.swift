import ArgumentParser
import Foundation
import StylizeKit

struct BatchArguments: ParsableArguments {
  @Option(
    name: .shortAndLong,
    help: "How many pictures to read, and how many to write, at the same time.")
  var jobs = 2

  @Option(help: "How often to retry what may have failed by chance: reading, writing, a device.")
  var retries = 2

  @Option(
    help: ArgumentHelp(
      "Where to record what has been painted (default: .stylize.jsonl in the output folder; for a single file, the user's state folder).",
      valueName: "file"), completion: .file())
  var journal: String?

  @Flag(help: "Keep no journal.")
  var noJournal = false

  @Option(help: "Give way to other programs, from 0 (not at all) to 19.")
  var nice: Int?

  @Option(help: "Stop cleanly after this time: 90m, 2h30m, 3600 (seconds).")
  var timeLimit: TimeLimit?

  func validate() throws {
    guard (1...64).contains(jobs) else {
      throw ValidationError("Found \(jobs) jobs, expected 1 to 64.")
    }
    guard (0...1000).contains(retries) else {
      throw ValidationError("Found \(retries) retries, expected 0 to 1000.")
    }
    guard journal == nil || !noJournal else {
      throw ValidationError("Found --journal and --no-journal, expected one of them.")
    }
    if let nice, !(0...19).contains(nice) {
      throw ValidationError("Found a niceness of \(nice), expected 0 to 19.")
    }
  }

  /// Lowers the priority of this thread and all that it starts later.
  func giveWay() {
    if let nice { setpriority(.init(PRIO_PROCESS.rawValue), 0, Int32(nice)) }
  }

  /// The journal of a request; nil where none is kept.
  func openJournal(of request: JobRequest) throws -> Journal? {
    guard !noJournal else { return nil }
    let folder = request.outputFolder
    if let journal {
      return try Journal(
        at: PicturePath(argument: journal), of: folder ?? PicturePath(argument: journal).folder)
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

/// A length of time as people write it: `90m`, `2h30m`, `45s`, or seconds alone.
struct TimeLimit: ExpressibleByArgument {
  var seconds: Double

  init?(argument: String) {
    if let seconds = Double(argument) {
      guard seconds > 0, seconds.isFinite else { return nil }
      self.seconds = seconds
      return
    }
    var (total, digits) = (0.0, "")
    for character in argument {
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
    guard digits.isEmpty, total > 0, total.isFinite else { return nil }
    seconds = total
  }
}
