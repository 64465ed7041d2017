import ArgumentParser

/// Feeds damaged files to everything that reads files from strangers.
///
/// It says little by itself: build it with the address sanitizer (`make fuzz`), which ends it at the first
/// wild access. The bytes that did it then lie in the folder of trials.
@main
struct Fuzz: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stylize-fuzz",
    abstract:
      "Feed damaged pictures and models to the readers, and strange folders to the program.",
    subcommands: [FuzzPictures.self, FuzzModels.self, FuzzFolders.self])
}

/// The options that all kinds of trials share.
struct TrialOptions: ParsableArguments {
  @Option(help: "Stop after this many minutes.")
  var minutes: Double?

  @Option(help: "Stop after this many files.")
  var count: Int?

  @Option(help: "Equal seeds make equal files.")
  var seed: UInt64 = 1

  @Option(help: "The most seconds that one file may take.")
  var patience: UInt32 = 60

  @Option(help: "Where the file that is tried lies.")
  var folder = ".out/fuzz"

  func validate() throws {
    guard minutes != nil || count != nil else {
      throw ValidationError("say when to stop: --minutes or --count")
    }
  }
}
