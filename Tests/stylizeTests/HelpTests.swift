import Foundation
import Testing

/// The command line is a contract: `Documentation/help/` holds the whole help text of each command, and
/// whoever changes one writes it anew with `stylize help paint > Documentation/help/paint.txt`.
@Suite struct HelpTests {
  private struct Tool: Decodable {
    struct Command: Decodable {
      var commandName: String
      var shouldDisplay: Bool?
      var subcommands: [Command]?
    }
    var command: Command
  }

  private func expected(_ command: String) throws -> String {
    try String(
      contentsOf: Program.root.appendingPathComponent("Documentation/help/\(command).txt"),
      encoding: .utf8)
  }

  private func help(_ arguments: String...) throws -> String {
    let run = try Program.run(["help"] + arguments)
    #expect(run.status == 0)
    #expect(run.errors.isEmpty)
    return String(decoding: run.output, as: UTF8.self)
  }

  @Test func everyCommandIsListed() throws {
    #expect(try help().contains("\n  manual "))
  }

  /// What has no meaning for a command isn't offered, but who typed it before may go on doing so.
  @Test(arguments: [
    ("sheet", ["--format", "--strip", "--output-template", "--json"]),
    ("gallery", ["--json"]), ("plan", ["--existing", "--quality", "--strip", "--output-template"]),
  ])
  func noOptionWithoutMeaning(command: String, options: [String]) throws {
    let help = try help(command)
    for option in options {
      #expect(!help.contains(option))
      let flags = ["--strip", "--json"]
      let values = ["--format": "png", "--existing": "skip", "--quality": "80"]
      let run = try Program.run(
        [command, option] + (flags.contains(option) ? [] : [values[option] ?? "x"])
          + ["--styles-dir", Program.styles] + (command == "plan" ? ["-s", "wave"] : [])
          + ["none.jpg"] + (command == "plan" ? [] : ["none.png"]))
      #expect(run.errors.contains("none.jpg"), "\(run.errors)")
      #expect(!run.errors.contains("option"), "\(run.errors)")
    }
  }

  @Test func ofTheProgram() throws {
    #expect(try help() == expected("stylize"))
  }

  @Test func ofEveryCommand() throws {
    let run = try Program.run("--experimental-dump-help")
    let tool = try JSONDecoder().decode(Tool.self, from: run.output)
    let commands = try #require(tool.command.subcommands)
      .filter { $0.shouldDisplay != false && $0.commandName != "help" }.map(\.commandName)
    #expect(commands.contains("paint"))
    for command in commands {
      #expect(try help(command) == expected(command), "stylize help \(command)")
    }
  }
}
