import ArgumentParser

/// Options that name further options. They are read before the command line is parsed, by
/// ``ConfiguredArguments``; here they are for the help text.
struct ConfigurationOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Options from a file (default: stylize.yaml in the user's or the system's folder).",
      valueName: "file"),
    completion: .file())
  var config: String?

  @Option(help: ArgumentHelp("A named set of options in that file.", valueName: "name"))
  var preset: String?
}
