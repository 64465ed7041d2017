import ArgumentParser
import Foundation
import ImageIO

/// Prints the manual page, made from the parser's data: `stylize manual`.
struct Manual: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print the manual page: stylize manual | man -l -")

  func run() throws {
    let tool = try ToolFacts.ofThisProgram()
    let page = ManualPage(
      tool.command, usual: Stylize.configuration.defaultSubcommand?._commandName,
      version: Stylize.configuration.version)
    print(page.text)
  }
}

/// The output of `--experimental-dump-help`, as far as it is used here.
struct ToolFacts: Decodable {
  var command: CommandFacts

  static func ofThisProgram() throws -> ToolFacts {
    try JSONDecoder().decode(ToolFacts.self, from: Data(Stylize._dumpHelp().utf8))
  }
}

struct CommandFacts: Decodable {
  var commandName: String
  var shouldDisplay: Bool?
  var abstract: String?
  var discussion: String?
  var subcommands: [CommandFacts]?
  var arguments: [ArgumentFacts]?
}

struct ArgumentFacts: Decodable {
  enum Kind: String, Decodable { case positional, option, flag }

  struct Name: Decodable {
    enum Kind: String, Decodable { case long, short, longWithSingleDash }
    var kind: Kind
    var name: String

    var text: String { (kind == .long ? "--" : "-") + name }
  }

  var kind: Kind
  var shouldDisplay: Bool
  var sectionTitle: String?
  var isOptional: Bool
  var isRepeating: Bool
  var names: [Name]?
  var valueName: String?
  var defaultValue: String?
  var allValues: [String]?
  var abstract: String?
  var discussion: String?
}

extension ArgumentFacts {
  var longNames: [String] {
    (names ?? []).filter { $0.kind == .long }.map(\.name)
  }

  var shortNames: [String] {
    (names ?? []).filter { $0.kind == .short }.map(\.name)
  }
}
