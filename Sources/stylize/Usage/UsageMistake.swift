import StyleLibrary

/// A mistake in a command line, with what helps to correct it.
enum UsageMistake: Error, Hashable {
  case nothingTyped
  /// - `isPath`: whether a path could stand in the command's place.
  case unknownCommand(name: String, nearest: [String], known: [String], isPath: Bool)
  case unknownOption(name: String, command: String, nearest: [String])
  /// No style is named where one is required.
  case noStyle(known: [String], example: String)
  /// - `missing`: the missing arguments, as usage lines show them.
  case missing([String], command: String, example: String)
}

extension UsageMistake: CustomStringConvertible {
  /// The mistake in one line, followed by lines that help.
  var description: String {
    switch self {
    case .nothingTyped:
      """
      Turns photographs into paintings. For example:

        stylize styles                                 the styles
        stylize --style starry photo.jpg painting.jpg  a photo
        stylize --style starry ./photos ./paintings    a folder
        stylize sheet photo.jpg sheet.jpg              all styles

      'stylize help' lists all commands, 'stylize help paint'
      all options for painting.
      """
    case .unknownCommand(let name, let nearest, let known, let isPath):
      "there is no command \(isPath ? "or file " : "")'\(name)'"
        + (nearest.isEmpty
          ? "\n" + Self.list("Commands: ", known) : "; did you mean \(Self.choice(nearest))?")
    case .unknownOption(let name, let command, let nearest):
      "there is no option '\(name)'"
        + (nearest.isEmpty ? "" : "; did you mean \(Self.choice(nearest))?")
        + "\n'stylize help \(command)' lists all options."
    case .noStyle(let known, let example):
      "no style was named; add --style and the name of one\n"
        + (known.isEmpty
          ? "No styles were found; --styles-dir says where to look for them.\n"
          : Self.list("Styles: ", known) + "\n") + "For example: \(example)"
    case .missing(let missing, let command, let example):
      "\(missing.joined(separator: " and ")) \(missing.count == 1 ? "is" : "are") missing\n"
        + "For example: \(example)\n'stylize help \(command)' says more."
    }
  }

  /// The alternatives as text: `'a'`, `'a' or 'b'`, `'a', 'b' or 'c'`.
  private static func choice(_ names: [String]) -> String {
    let quoted = names.map { "'\($0)'" }
    guard let last = quoted.last, quoted.count > 1 else { return quoted.joined() }
    return quoted.dropLast().joined(separator: ", ") + " or " + last
  }

  /// The words after a title, broken into lines that fit the terminal.
  private static func list(_ title: String, _ words: [String]) -> String {
    let width = Terminal.width(of: .error) ?? 80
    var lines = [title]
    for (index, word) in words.enumerated() {
      let part = word + (index < words.count - 1 ? ", " : "")
      if lines[lines.count - 1].count + part.count > width, lines[lines.count - 1] != title {
        lines.append("  ")
      }
      lines[lines.count - 1] += part
    }
    return lines.map { $0.hasSuffix(" ") ? String($0.dropLast()) : $0 }.joined(separator: "\n")
  }
}
