import Files
import Foundation
import ImageIO
import StyleLibrary

/// A manual page in roff with the man macros, as groff's man(7) describes them.
struct ManualPage {
  private let root: CommandFacts
  /// The command whose name may be left out.
  private let usual: String?
  private var lines: [String] = []

  init(_ root: CommandFacts, usual: String?, version: String) {
    (self.root, self.usual) = (root, usual)
    lines.append(
      ".TH \(root.commandName.uppercased()) 1 \"\" \"\(root.commandName) \(version)\" \"User Commands\""
    )
    heading("NAME")
    paragraph("\(root.commandName) - \(root.abstract ?? "")")
    let commands = (root.subcommands ?? []).filter {
      $0.shouldDisplay != false && $0.commandName != "help"
    }
    heading("SYNOPSIS")
    for command in commands { synopsis(of: command) }
    for command in commands { describe(command) }
    heading("FILES")
    term(
      "\\fI.stylize.jsonl\\fR", "In an output folder: what was painted into it, from what and how.")
    term(
      "\\fI.stylize.lock\\fR",
      "In an output folder: who watches for it. It is free when that has ended.")
    term(
      "\\fI$XDG_CONFIG_HOME/stylize/stylize.yaml\\fR, \\fI/etc/stylize/stylize.yaml\\fR",
      "Options and presets; the first that is there is read, unless --config names another.")
    term(
      "\\fI$XDG_DATA_HOME/stylize/styles\\fR, \\fI<prefix>/share/stylize/styles\\fR",
      "Folders with styles.")
  }

  var text: String { lines.joined(separator: "\n") }

  /// The words to type for a command; the default command's name is left out.
  private func name(of command: CommandFacts) -> String {
    command.commandName == usual
      ? root.commandName : "\(root.commandName) \(command.commandName)"
  }

  private func shown(_ command: CommandFacts) -> [ArgumentFacts] {
    (command.arguments ?? []).filter(\.shouldDisplay)
  }

  private mutating func synopsis(of command: CommandFacts) {
    var text = "\\fB\(escaped(name(of: command)))\\fR"
    for argument in shown(command) where !argument.isOptional && argument.kind != .positional {
      text += " \(Self.usage(argument))"
    }
    if shown(command).contains(where: { $0.isOptional && $0.kind != .positional }) {
      text += " [\\fIoptions\\fR]"
    }
    for argument in shown(command) where argument.kind == .positional {
      text += " \(Self.usage(argument))" + (argument.isRepeating ? " ..." : "")
    }
    lines += [".PP", text]
  }

  private mutating func describe(_ command: CommandFacts) {
    heading(name(of: command).uppercased())
    paragraph(command.abstract ?? "")
    for part in (command.discussion ?? "").components(separatedBy: "\n\n") where !part.isEmpty {
      paragraph(part.replacingOccurrences(of: "\n", with: " "))
    }
    var sections: [String] = []
    for argument in shown(command) where !sections.contains(argument.sectionTitle ?? "") {
      sections.append(argument.sectionTitle ?? "")
    }
    for section in sections {
      if !section.isEmpty { lines.append(".SS \(escaped(section))") }
      for argument in shown(command) where argument.sectionTitle ?? "" == section {
        term(Self.usage(argument, all: true), Self.explanation(of: argument))
      }
    }
  }

  private static func usage(_ argument: ArgumentFacts, all: Bool = false) -> String {
    let value = "\\fI\(escaped(argument.valueName ?? "value"))\\fR"
    guard argument.kind != .positional else { return value }
    let names = (argument.names ?? []).filter { all || $0.kind == .long }
    let ordered = names.filter { $0.kind == .short } + names.filter { $0.kind != .short }
    let text = ordered.map { "\\fB\(escaped($0.text))\\fR" }.joined(separator: ", ")
    return argument.kind == .flag ? text : "\(text) \(value)"
  }

  private static func explanation(of argument: ArgumentFacts) -> String {
    var text = [argument.abstract, argument.discussion].compactMap { $0 }.joined(separator: " ")
    var notes: [String] = []
    if let values = argument.allValues, !values.isEmpty {
      notes.append("values: \(values.joined(separator: ", "))")
    }
    if let value = argument.defaultValue, argument.kind != .flag {
      notes.append("default: \(value)")
    }
    if !notes.isEmpty { text += " (\(notes.joined(separator: "; ")))" }
    return text
  }

  private mutating func heading(_ text: String) { lines.append(".SH \(escaped(text))") }

  private mutating func paragraph(_ text: String) { lines += [".PP", escaped(text)] }

  /// - Parameter name: the term, already in roff.
  private mutating func term(_ name: String, _ text: String) {
    lines += [".TP", name, escaped(text)]
  }

  private func escaped(_ text: String) -> String { Self.escaped(text) }

  /// Escapes backslashes, hyphens that are meant to be typed, and lines that would be taken for requests.
  private static func escaped(_ text: String) -> String {
    let safe = text.replacingOccurrences(of: "\\", with: "\\e")
      .replacingOccurrences(of: "-", with: "\\-")
    return safe.hasPrefix(".") || safe.hasPrefix("'") ? "\\&" + safe : safe
  }
}
