import Files
import Foundation
import ImageIO
import StyleLibrary

/// Finds the mistake in a command line that the parser refuses or misinterprets.
struct UsageCheck {
  private let commands: [CommandFacts]
  private let usual: CommandFacts

  /// - Parameters:
  ///   - commands: the commands that the parser knows.
  ///   - usual: the command whose name may be left out.
  init(_ commands: [CommandFacts], usual: String) {
    self.commands = commands
    self.usual = commands.first { $0.commandName == usual }!
  }

  /// The mistake in a command line that the parser would misinterpret: no words, help for an unknown command, or a
  /// misspelt command, which it would take for a photograph. Nil when there is none.
  func mistake(inTyped typed: [String]) -> UsageMistake? {
    guard let first = typed.first else { return .nothingTyped }
    if first == "help" {
      let name = typed.dropFirst().first { !$0.hasPrefix("-") }
      return name.flatMap { isCommand($0) ? nil : unknownCommand($0, isPath: false) }
    }
    guard mayBeMisspelt(first), !nearestCommands(to: first).isEmpty else { return nil }
    return unknownCommand(first, isPath: true)
  }

  /// The mistake in a command line that the parser refuses; nil where the parser's own message is best.
  ///
  /// - Parameter arguments: the typed words, completed by the configuration file.
  func mistake(inRefused arguments: [String]) -> UsageMistake? {
    let named = commands.first { $0.commandName == arguments.first }
    let command = named ?? usual
    let line = CommandLineWords(
      named == nil ? arguments : Array(arguments.dropFirst()), of: command)
    if let unknown = line.unknownOptions.first {
      let name = String(unknown.drop { $0 == "-" })
      return .unknownOption(
        name: unknown, command: command.commandName,
        nearest: nearest(to: name, among: command.shownOptionNames).map { "--\($0)" })
    }
    if named == nil, let first = line.positionals.first, first == arguments.first,
      mayBeMisspelt(first)
    {
      return unknownCommand(first, isPath: true)
    }
    let missing = (command.arguments ?? []).filter { $0.isMissing(in: line) }
    if missing.contains(where: { $0.longNames.contains("style") }) { return noStyle(command, line) }
    var words = missing.map(\.usage)
    if command.commandName == usual.commandName, line.values(of: "files-from").isEmpty {
      switch line.positionals.count {
      case 0: words = ["the input", "the output"]
      case 1: words = ["the output"]
      default: break
      }
    }
    guard !words.isEmpty else { return nil }
    return .missing(
      words, command: command.commandName,
      example: Self.examples[command.commandName] ?? "stylize help \(command.commandName)")
  }

  private func noStyle(_ command: CommandFacts, _ line: CommandLineWords) -> UsageMistake {
    let known = Catalog(folders: StyleFolders.search(named: line.values(of: "styles-dir")))
      .styles.map(\.name)
    let style = known.contains("starry") ? "starry" : known.first ?? "NAME"
    let name =
      command.commandName == usual.commandName ? "stylize" : "stylize \(command.commandName)"
    let words = line.typed.map(Self.quoted)
    // The typed words become the example where only the style is missing.
    let isComplete =
      line.positionals.count >= (command.commandName == usual.commandName ? 2 : 1)
      && words.allSatisfy { $0 != nil }
    let example =
      isComplete
      ? "\(name) --style \(style) \(words.compactMap { $0 }.joined(separator: " "))"
      : (Self.examples[command.commandName] ?? name)
        .replacingOccurrences(of: "starry", with: style)
    return .noStyle(known: known, example: example)
  }

  private static let examples = [
    "paint": "stylize --style starry photo.jpg painting.jpg",
    "watch": "stylize watch --style starry ./photos ./paintings",
    "plan": "stylize plan --style starry photo.jpg",
    "sheet": "stylize sheet photo.jpg sheet.jpg",
    "gallery": "stylize gallery ./photos ./gallery",
    "import": "stylize import candy.pth --name candy",
    "export": "stylize export starry starry.onnx",
  ]

  /// The word quoted for a shell; nil where it has control characters, which no terminal should get.
  private static func quoted(_ word: String) -> String? {
    guard word.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }) else {
      return nil
    }
    let isPlain = word.unicodeScalars.allSatisfy {
      $0.properties.isAlphabetic || ("0"..."9").contains($0)
        || "-_./,:=@%+".unicodeScalars.contains($0)
    }
    return isPlain && !word.isEmpty
      ? word : "'\(word.replacingOccurrences(of: "'", with: #"'\''"#))'"
  }

  private func isCommand(_ name: String) -> Bool {
    name == "help" || commands.contains { $0.commandName == name }
  }

  /// Whether a word in a command's place can be neither a command nor a path.
  private func mayBeMisspelt(_ word: String) -> Bool {
    !isCommand(word) && !word.isEmpty && !word.contains { "-./*?[".contains($0) }
      && access(word, F_OK) != 0
  }

  private func unknownCommand(_ name: String, isPath: Bool) -> UsageMistake {
    .unknownCommand(
      name: name, nearest: nearestCommands(to: name), known: shownCommands, isPath: isPath)
  }

  private func nearestCommands(to name: String) -> [String] {
    nearest(to: name, among: shownCommands)
  }

  private func nearest(to word: String, among candidates: [String]) -> [String] {
    NearestNames.find(word, among: candidates)
  }

  private var shownCommands: [String] {
    commands.filter { $0.shouldDisplay != false && $0.commandName != "help" }.map(\.commandName)
  }
}

extension CommandFacts {
  fileprivate var shownOptionNames: [String] {
    (arguments ?? []).filter(\.shouldDisplay).flatMap(\.longNames)
  }
}

extension ArgumentFacts {
  fileprivate func isMissing(in line: CommandLineWords) -> Bool {
    guard !isOptional else { return false }
    return kind == .positional
      ? !line.filled.contains(valueName ?? "") : line.names.isDisjoint(with: longNames)
  }

  /// The argument as usage lines show it: `--name <name>`, `<photograph>`.
  fileprivate var usage: String {
    let value = "<\(valueName ?? "value")>"
    return kind == .positional ? value : "--\(longNames.first ?? "") \(value)"
  }
}
