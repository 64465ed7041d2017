import ArgumentParser
import Foundation

struct FuzzFolders: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "folders",
    abstract: "Fill folders with what may lie in one, and run the program on them.",
    discussion: """
      Each trial fills a folder anew: pictures, links, pipes, sockets, devices, times, modes and names of all \
      kinds, also under the names that the program keeps. The program must end in time and by itself, leave \
      photographs and whatever links lead to alone, and leave only whole pictures behind.
      """)

  @OptionGroup var trials: TrialOptions

  @Option(help: "The program.")
  var program: String

  @Option(help: "Where its styles lie.")
  var stylesDir: String

  func run() throws {
    let root = URL(fileURLWithPath: trials.folder).standardizedFileURL.path
    var (done, random) = (0, Mutator(seed: trials.seed))
    let start = Date()
    var slowest = 0.0
    while !isOver(done, since: start) {
      let seed = random.next()
      let folder = StrangeFolder(at: "\(root)/\(String(seed, radix: 36))", seed: seed)
      try folder.make()
      let before = folder.snapshot()
      var trial = FolderTrial(program: program, styles: stylesDir, folder: folder, seed: seed)
      let seconds = try trial.run(patience: Double(trials.patience))
      slowest = max(slowest, seconds)
      let faults = trial.faults + folder.faults(since: before)
      guard faults.isEmpty else {
        print(
          "trial \(done), seed \(seed), in \(folder.path):\n\(trial.command.joined(separator: " "))"
        )
        for fault in faults { print("  \(fault)") }
        print(trial.errors)
        throw ExitCode(1)
      }
      folder.remove()
      done += 1
      if done % 100 == 0 { print("\(done) folders, the slowest \(slowest) s") }
      fflush(nil)
    }
    print("\(done) folders, the slowest \(slowest) s, nothing wrong")
  }

  private func isOver(_ done: Int, since start: Date) -> Bool {
    if let minutes = trials.minutes, Date().timeIntervalSince(start) > minutes * 60 { return true }
    return trials.count.map { done >= $0 } ?? false
  }
}

/// One run of the program on a strange folder.
struct FolderTrial {
  let program: String
  let styles: String
  let folder: StrangeFolder
  private var random: Mutator
  private(set) var command: [String] = []
  private(set) var faults: [String] = []
  private(set) var errors = ""

  init(program: String, styles: String, folder: StrangeFolder, seed: UInt64) {
    (self.program, self.styles, self.folder) = (program, styles, folder)
    random = Mutator(seed: seed &+ 1)
  }

  /// - Parameter patience: the time after which the program counts as hanging, in seconds.
  /// - Returns: the time that it took, in seconds.
  mutating func run(patience: Double) throws -> Double {
    let watches = chooseCommand()
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = command
    process.environment = [
      "PATH": "/usr/bin:/bin", "HOME": folder.path + "/home",
      "XDG_CACHE_HOME": folder.path + "/home/cache", "XDG_DATA_HOME": styles,
      "XDG_DATA_DIRS": styles,
    ]
    let said = folder.path + "/said"
    _ = FileManager.default.createFile(atPath: said, contents: nil)
    process.standardError = FileHandle(forWritingAtPath: said)
    process.standardOutput = FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    let start = Date()
    try process.run()
    let interferes = Int.random(in: 0..<4, using: &random) == 0
    if interferes || watches {
      Thread.sleep(forTimeInterval: Double.random(in: 0.1...(watches ? 2 : 0.6), using: &random))
    }
    if interferes { folder.deleteOutput() }
    if watches {
      Thread.sleep(forTimeInterval: Double.random(in: 0...1, using: &random))
      if process.isRunning { kill(process.processIdentifier, SIGTERM) }
    }
    let end = Date().addingTimeInterval(patience)
    while process.isRunning, Date() < end { usleep(5000) }
    if process.isRunning {
      faults.append("it hangs")
      kill(process.processIdentifier, SIGKILL)
    }
    process.waitUntilExit()
    errors = (try? String(contentsOfFile: said, encoding: .isoLatin1)) ?? ""
    let status = process.terminationStatus
    // A watcher may be stopped before it has seen to its signals.
    let isEarly = watches && status == SIGTERM
    if process.terminationReason == .uncaughtSignal, faults.isEmpty, !isEarly {
      faults.append("it was ended by signal \(status)")
    } else if process.terminationReason == .exit, ![0, 1, 2, 3, 4, 5, 130].contains(status) {
      faults.append("it ended with status \(status)")
    }
    return Date().timeIntervalSince(start)
  }

  /// Chooses a command at random.
  ///
  /// - Returns: whether it is one that goes on until it is stopped.
  private mutating func chooseCommand() -> Bool {
    func one(_ choices: [[String]]) -> [String] { choices.randomElement(using: &random)! }
    let look = ["--styles-dir", styles, "--style", "starry", "--threads", "1"]
    let common =
      one([[], ["-f", "png"], ["-f", "jpg"], ["--allow-untrusted"]])
      + one([[], ["--decode-timeout", "5"]]) + one([[], ["--mask", folder.anyPath(&random)]])
    let input = folder.path + "/in"
    let output = folder.path + "/out"
    switch Int.random(in: 0..<12, using: &random) {
    case 0..<5:
      command =
        ["paint"] + look + common + one([[], ["-r"]])
        + one([[], ["--existing", "overwrite"], ["--existing", "newer"], ["--existing", "fail"]])
        + one([[], [], ["--output-template", "{date}/{index:3}-{name}.{ext}"]])
        + one([[], [], ["--shard", "1/2"], ["--retries", "0"]])
        + one([[], [], ["--journal", folder.anyPath(&random)], ["--dry-run"]]) + [input, output]
    case 5..<8:
      command =
        ["watch"] + look + common + one([[], ["-r"]]) + one([[], ["--poll", "0.2s"]])
        + one([[], ["--failed", folder.path + "/failed"]]) + [input, output]
      return true
    case 8:
      command = ["paint"] + look + common + [folder.anyPath(&random), output + "/one.png"]
    case 9:
      command =
        ["gallery", "--styles-dir", folder.fewStyles(of: styles), "--size", "32"]
        + one([[], ["--existing", "overwrite"]]) + [input, output]
    case 10:
      command = ["import", "--name", "x", "--styles-dir", output, folder.anyPath(&random)]
    default:
      command =
        ["paint"] + look
        + one([
          ["--config", folder.anyPath(&random)],
          ["--files-from", folder.anyPath(&random, pipes: false)],
          ["--styles-dir", input],
        ]) + [folder.anyPath(&random), output]
    }
    return false
  }
}
