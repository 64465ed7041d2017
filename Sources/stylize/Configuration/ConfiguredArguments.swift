import Devices
import Foundation
import ImageIO

/// Inserts a configuration file's options before those of the command line, as if they had been
/// typed.
struct ConfiguredArguments {
  private let commands: [CommandFacts]
  private let usual: String

  /// - Parameters:
  ///   - commands: the commands that the parser knows.
  ///   - usual: the command whose name may be left out.
  init(_ commands: [CommandFacts], usual: String) {
    (self.commands, self.usual) = (commands, usual)
  }

  /// The command line completed by the file's options; unchanged where there is no file.
  ///
  /// - Throws: ``ConfigurationError``.
  func complete(
    _ typed: [String], environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws -> [String] {
    let named = commands.first { $0.commandName == typed.first }
    guard let command = named ?? commands.first(where: { $0.commandName == usual }),
      command.options["config"] != nil, !typed.isEmpty, !typed.contains(where: Self.asksForHelp)
    else { return typed }
    let rest = Array(named == nil ? typed[...] : typed.dropFirst())
    guard let file = try file(for: rest, environment) else { return typed }
    var settings = file.settings
    if let preset = Self.value(of: "preset", in: rest) {
      guard let set = file.presets[preset] else {
        throw ConfigurationError.noPreset(
          path: file.path, name: preset, known: file.presets.keys.sorted())
      }
      settings.removeAll { setting in set.contains { Self.exclude($0.key, setting.key) } }
      settings += set
    }
    for setting in file.settings + file.presets.values.joined() { try check(setting, file) }
    let typedNames = Self.names(in: rest, of: command)
    let arguments = try settings.flatMap { setting -> [String] in
      // Options that the help doesn't list have no meaning for this command.
      guard let option = command.options[setting.key], option.shouldDisplay,
        !typedNames.contains(where: { Self.exclude($0, setting.key) })
      else { return [] }
      return try Self.arguments(setting, option, file)
    }
    return [command.commandName] + arguments + rest
  }

  private func file(
    for typed: [String], _ environment: [String: String]
  ) throws -> ConfigurationFile? {
    if let path = Self.value(of: "config", in: typed) { return try ConfigurationFile(path) }
    let places = ConfigurationFile.places(environment)
    if let path = places.first(where: { access($0, F_OK) == 0 }) {
      return try ConfigurationFile(path)
    }
    if let preset = Self.value(of: "preset", in: typed) {
      throw ConfigurationError.noFile(preset: preset, searched: places)
    }
    return nil
  }

  /// Checks that a setting's key is an option of some command: other commands may share the file.
  private func check(_ setting: ConfigurationFile.Setting, _ file: ConfigurationFile) throws {
    let isKnown = commands.contains { $0.options[setting.key] != nil }
    guard isKnown, !Self.actingAtOnce.contains(setting.key) else {
      throw ConfigurationError.unknownKey(
        path: file.path, line: setting.line, key: setting.key,
        known: commands.flatMap { $0.options.keys }.filter { !Self.actingAtOnce.contains($0) })
    }
  }

  /// The options that a file may not contain: those that name the file itself, and those that print
  /// something and end the program at once.
  private static let actingAtOnce: Set<String> = [
    "config", "preset", "help", "help-hidden", "version", "generate-completion-script",
    "experimental-dump-help",
  ]

  private static func arguments(
    _ setting: ConfigurationFile.Setting, _ option: ArgumentFacts, _ file: ConfigurationFile
  ) throws -> [String] {
    func bad(_ expected: String) -> ConfigurationError {
      let found = setting.isList ? "a list" : "'\(setting.values[0])'"
      return .badValue(
        path: file.path, line: setting.line, key: setting.key, found: found, expected: expected)
    }
    guard !setting.isList || option.isRepeating else { throw bad("one value") }
    guard option.kind == .flag else { return setting.values.map { "--\(setting.key)=\($0)" } }
    switch setting.values.first?.lowercased() {
    case "true", "yes", "on": return ["--\(setting.key)"]
    case "false", "no", "off": return []
    default: throw bad("true or false")
    }
  }

  /// Whether two options are the same, or one negates the other: `journal` and `no-journal`.
  private static func exclude(_ a: String, _ b: String) -> Bool {
    a == b || a == "no-\(b)" || "no-\(a)" == b
  }

  private static func asksForHelp(_ argument: String) -> Bool {
    ["-h", "--help", "--version", "--experimental-dump-help"].contains(argument)
      || argument.hasPrefix("--generate-completion-script")
  }

  /// The arguments before `--`, at which options end.
  private static func options(in typed: [String]) -> ArraySlice<String> {
    typed.prefix { $0 != "--" }
  }

  private static func value(of name: String, in typed: [String]) -> String? {
    let options = options(in: typed)
    for index in options.indices.reversed() {
      if options[index].hasPrefix("--\(name)=") {
        return String(options[index].dropFirst(name.count + 3))
      }
      if options[index] == "--\(name)", index + 1 < options.endIndex { return options[index + 1] }
    }
    return nil
  }

  /// The long names of the options that were typed.
  private static func names(in typed: [String], of command: CommandFacts) -> Set<String> {
    var names: Set<String> = []
    for argument in options(in: typed) where argument.hasPrefix("-") {
      let name = argument.prefix { $0 != "=" }
      if name.hasPrefix("--") {
        names.formUnion(command.options[String(name.dropFirst(2))]?.longNames ?? [])
      } else {
        for letter in name.dropFirst() {
          let option = command.arguments?.first { $0.shortNames.contains(String(letter)) }
          names.formUnion(option?.longNames ?? [])
        }
      }
    }
    return names
  }
}

extension CommandFacts {
  /// The options of the command, by long name.
  fileprivate var options: [String: ArgumentFacts] {
    var options: [String: ArgumentFacts] = [:]
    for argument in arguments ?? [] {
      for name in argument.longNames { options[name] = argument }
    }
    return options
  }
}
