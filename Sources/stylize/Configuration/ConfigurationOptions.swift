import ArgumentParser

/// The options that name further options. ``ConfiguredArguments`` reads them before the command
/// line is parsed; here they are for the help text.
struct ConfigurationOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Read options from this file (default: the user's or the system's stylize.yaml).",
      valueName: "file"),
    completion: .file())
  var config: String?

  @Option(
    help: ArgumentHelp("A named set of options from that file.", valueName: "name"),
    completion: Suggestions.presets)
  var preset: String?
}
