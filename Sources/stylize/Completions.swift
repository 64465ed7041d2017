import ArgumentParser

/// What shells complete: the commands, and after `stylize` alone the options of painting, whose name may
/// be left out. The parser's own scripts don't know that.
struct Completions: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: Stylize._commandName, abstract: Stylize.configuration.abstract,
    version: Stylize.configuration.version, subcommands: Stylize.configuration.subcommands)

  @OptionGroup var painting: Paint

  /// The script that arguments ask for; nil when they ask for none.
  static func script(_ arguments: [String]) -> String? {
    guard arguments.first == "--generate-completion-script", arguments.count == 2,
      let shell = CompletionShell(rawValue: arguments[1])
    else { return nil }
    return completionScript(for: shell)
  }
}
