import Devices
import Files
import Foundation
import StyleLibrary

/// An error in a configuration file.
enum ConfigurationError: Error, CustomStringConvertible {
  case unreadable(path: String, reason: Cause)
  case malformed(path: String, line: Int, reason: String)
  case unknownKey(path: String, line: Int, key: String, known: [String])
  case badValue(path: String, line: Int, key: String, found: String, expected: String)
  case noPreset(path: String, name: String, known: [String])
  case noFile(preset: String, searched: [String])

  var description: String {
    switch self {
    case .unreadable(let path, let reason):
      "\(path): can't be read: \(reason)"
    case .malformed(let path, let line, let reason):
      "\(path):\(line): \(reason)"
    case .unknownKey(let path, let line, let key, let known):
      "\(path):\(line): found '\(key)', expected the name of a long option, such as "
        + "'\(NearestNames.find(key, among: known).first ?? "style")'"
    case .badValue(let path, let line, let key, let found, let expected):
      "\(path):\(line): '\(key)' is \(found), expected \(expected)"
    case .noPreset(let path, let name, let known):
      "\(path): found no preset '\(name)'"
        + (NearestNames.find(name, among: known).first.map { "; did you mean '\($0)'?" }
          ?? (known.isEmpty
            ? "; there are none" : "; there are \(known.joined(separator: ", "))"))
    case .noFile(let preset, let searched):
      "found no file for the preset '\(preset)': neither \(searched.joined(separator: " nor "))"
    }
  }
}
