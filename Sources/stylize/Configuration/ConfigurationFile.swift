import Devices
import Files
import Foundation
import Yams

/// A configuration file, `stylize.yaml`: its keys are long options, and `presets` holds named sets
/// of them.
struct ConfigurationFile {
  struct Setting {
    var key: String
    /// The values as they are written; several where the file has a list.
    var values: [String]
    var isList: Bool
    /// The line in the file, from 1.
    var line: Int
  }

  let path: String
  let settings: [Setting]
  let presets: [String: [Setting]]

  /// - Throws: ``ConfigurationError``.
  init(_ path: String) throws {
    self.path = path
    let bytes: [UInt8]
    do throws(Cause) {
      bytes = try FileContents.read(
        path, limit: 4 << 20, mayBePipe: Path(path).openDescriptor != nil)
    } catch {
      throw ConfigurationError.unreadable(path: path, reason: error)
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw ConfigurationError.unreadable(path: path, reason: Cause(EILSEQ))
    }
    let root: Node?
    do {
      root = try Yams.compose(yaml: text)
    } catch {
      throw Self.malformed(error, in: path)
    }
    var presets: [String: [Setting]] = [:]
    var own: [Setting] = []
    for (key, value) in try Self.entries(root, of: "the file", in: path) {
      guard key.text == "presets" else {
        own.append(try Self.setting(key, value, in: path))
        continue
      }
      for (name, set) in try Self.entries(value, of: "presets", in: path) {
        presets[name.text] = try Self.entries(set, of: name.text, in: path)
          .map { try Self.setting($0.key, $0.value, in: path) }
      }
    }
    (settings, self.presets) = (own, presets)
  }

  private typealias Key = (text: String, line: Int)

  private static func entries(
    _ node: Node?, of name: String, in path: String
  ) throws -> [(key: Key, value: Node)] {
    guard let node, node.null == nil else { return [] }
    guard let mapping = node.mapping else {
      throw ConfigurationError.badValue(
        path: path, line: node.mark?.line ?? 1, key: name, found: "no mapping",
        expected: "lines of the form 'option: value'")
    }
    return try mapping.map { key, value in
      let line = key.mark?.line ?? 1
      guard let text = key.scalar?.string else {
        throw ConfigurationError.malformed(path: path, line: line, reason: "a key is not text")
      }
      return ((text, line), value)
    }
  }

  private static func setting(_ key: Key, _ value: Node, in path: String) throws -> Setting {
    func text(_ node: Node) throws -> String {
      guard let scalar = node.scalar, node.null == nil else {
        throw ConfigurationError.badValue(
          path: path, line: node.mark?.line ?? key.line, key: key.text,
          found: node.null == nil ? "a mapping or a list" : "empty", expected: "a value")
      }
      return scalar.string
    }
    let list = value.sequence.map(Array.init)
    return Setting(
      key: key.text, values: try (list ?? [value]).map(text), isList: list != nil, line: key.line)
  }

  private static func malformed(_ error: any Error, in path: String) -> ConfigurationError {
    switch error as? YamlError {
    case .scanner(_, let problem, let mark, _)?, .parser(_, let problem, let mark, _)?,
      .composer(_, let problem, let mark, _)?:
      return .malformed(path: path, line: mark.line, reason: problem)
    case .duplicatedKeysInMapping(let duplicates, let context)?:
      let keys = duplicates.joined(separator: ", ")
      return .malformed(path: path, line: context.mark.line, reason: "found '\(keys)' twice")
    default: return .malformed(path: path, line: 1, reason: "\(error)")
    }
  }
}

extension ConfigurationFile {
  /// The paths at which the file is looked for when none is named; the first that exists is read.
  /// Never in the working directory: results must not depend on where the program was started.
  static func places(_ environment: [String: String]) -> [String] {
    var folders: [String] = []
    if let own = environment["XDG_CONFIG_HOME"], own.hasPrefix("/") {
      folders.append(own)
    } else if let home = environment["HOME"], home.hasPrefix("/") {
      folders.append(home + "/.config")
    }
    return (folders + ["/etc"]).map { $0 + "/stylize/stylize.yaml" }
  }
}
