import ArgumentParser
import Foundation
import ImageIO

/// The command that shells complete: with all subcommands, and after `stylize` alone with the options of `paint`, whose
/// name may be left out. The parser's own scripts don't know that.
struct Completions: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: Stylize._commandName, abstract: Stylize.configuration.abstract,
    version: Stylize.configuration.version, subcommands: Stylize.configuration.subcommands)

  // The paths are left out: commands stand in their place.
  @OptionGroup var options: PaintOptions

  /// The completion script that the arguments request; nil when they request none.
  static func script(_ arguments: [String]) -> String? {
    guard arguments.first == "--generate-completion-script", arguments.count == 2,
      let shell = CompletionShell(rawValue: arguments[1])
    else { return nil }
    return offeringFiles(completionScript(for: shell), shell)
  }

  /// The answer to a completion script's question while a line is typed; nil when the arguments are no such question.
  /// Here too, the root command has the options of `paint`.
  static func answer(to arguments: [String]) -> String? {
    guard arguments.first == "---completion" else { return nil }
    do {
      _ = try parseAsRoot(arguments)
      return ""
    } catch {
      return exitCode(for: error).isSuccess ? fullMessage(for: error) : ""
    }
  }

  /// Adds file names to a script: in the place of a command there may also be a photograph.
  private static func offeringFiles(_ script: String, _ shell: CompletionShell) -> String {
    switch shell {
    case .fish:
      return script + """

        complete -c 'stylize' -n '__stylize_should_offer_completions_for_positional "stylize" -ge 1' -F
        """
    case .zsh:
      return script.replacingFirst(
        "_describe -V subcommand subcommands && ret=0",
        with: "_describe -V subcommand subcommands && ret=0\n        _files && ret=0"
      ).replacingFirst(
        "\"_stylize_${words[1]}\" && ret=0\n            ;;",
        with: "\"_stylize_${words[1]}\" && ret=0\n            ;;\n        *)\n"
          + "            _files && ret=0\n            ;;")
    default:
      return script.replacingFirst(
        "complete -o filenames -F", with: "complete -o filenames -o bashdefault -o default -F")
    }
  }
}

extension String {
  fileprivate func replacingFirst(_ text: String, with other: String) -> String {
    guard let range = range(of: text) else { return self }
    return replacingCharacters(in: range, with: other)
  }
}
