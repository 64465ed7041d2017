import ImageIO

/// The words of a command line, told apart by what a command knows.
struct CommandLineWords {
  /// Behind the command's name, as they were typed.
  let typed: [String]
  /// Long names of the options and flags that the command knows.
  private(set) var names: Set<String> = []
  /// As they were typed.
  private(set) var unknownOptions: [String] = []
  private(set) var positionals: [String] = []
  /// The names of the arguments that the positional words are for.
  private(set) var filled: Set<String> = []
  private var values: [String: [String]] = [:]

  /// - Parameter typed: without the command's name.
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
  /// The option of a word such as `--style` or `-s`; of several letters together the last counts.
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
