import ImageIO

/// The words of a command line, classified by the options and arguments of a command.
struct CommandLineWords {
  /// The words after the command's name, as they were typed.
  let typed: [String]
  /// The long names of the typed options and flags that the command knows.
  private(set) var names: Set<String> = []
  /// The names of unknown options, as they were typed.
  private(set) var unknownOptions: [String] = []
  private(set) var positionals: [String] = []
  /// The names of the arguments that the positional words fill.
  private(set) var filled: Set<String> = []
  private var values: [String: [String]] = [:]

  /// - Parameter typed: the words after the command's name.
  init(_ typed: [String], of command: CommandFacts) {
    self.typed = typed
    var rest = typed[...]
    while let word = rest.popFirst() {
      if word == "--" {
        positionals += rest
        break
      }
      guard word.hasPrefix("-"), word != "-" else {
        positionals.append(word)
        continue
      }
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let option = command.option(String(parts[0])) else {
        if word.hasPrefix("--") || command.longOption(parts[0].dropFirst()) != nil {
          unknownOptions.append(String(parts[0]))
        }
        continue
      }
      names.formUnion(option.longNames)
      guard option.kind == .option else { continue }
      let value = parts.count == 2 ? String(parts[1]) : rest.popFirst()
      if let value { for name in option.longNames { values[name, default: []].append(value) } }
    }
    var count = positionals.count
    for argument in command.arguments ?? [] where argument.kind == .positional && count > 0 {
      filled.insert(argument.valueName ?? "")
      count -= argument.isRepeating ? count : 1
    }
  }

  /// The values of an option in the order in which they were typed.
  func values(of name: String) -> [String] { values[name] ?? [] }
}

extension CommandFacts {
  /// The option of a word such as `--style` or `-s`; among several letters together the last
  /// counts.
  fileprivate func option(_ word: String) -> ArgumentFacts? {
    if word.hasPrefix("--") { return longOption(word.dropFirst(2)) }
    let letters = word.dropFirst().map { String($0) }
    let options = letters.compactMap { letter in
      (arguments ?? []).first { $0.shortNames.contains(letter) }
    }
    return options.count == letters.count ? options.last : nil
  }

  fileprivate func longOption(_ name: Substring) -> ArgumentFacts? {
    (arguments ?? []).first { $0.longNames.contains(String(name)) }
  }
}
