import ArgumentParser
import Devices
import Foundation
import StyleLibrary

/// The completions of values that only the program itself knows.
enum Suggestions {
  /// The names of styles, as a list separated by commas.
  static let styles = CompletionKind.custom { words, _, prefix in
    let folders = StyleFolders.search(named: values(of: "styles-dir", in: words))
    return list(Catalog(folders: folders).styles.map(\.name), after: prefix)
  }

  /// The devices that `--device` accepts, as a list separated by commas.
  static let devices = CompletionKind.custom { _, _, prefix in
    list(["auto", "gpu"] + ComputeDevice.all.map(\.id), after: prefix)
  }

  /// The presets of the file that `--config` names, or of the default one.
  static let presets = CompletionKind.custom { words, _, _ in
    let places = ConfigurationFile.places(ProcessInfo.processInfo.environment)
    let path = values(of: "config", in: words).last ?? places.first { access($0, F_OK) == 0 }
    guard let path, let file = try? ConfigurationFile(path) else { return [] }
    return file.presets.keys.sorted()
  }

  /// Completes the last item of a list; the text before the last comma stays.
  private static func list(_ names: [String], after prefix: String) -> [String] {
    let head = prefix.lastIndex(of: ",").map { String(prefix[...$0]) } ?? ""
    return names.map { head + $0 }
  }

  private static func values(of option: String, in words: [String]) -> [String] {
    words.indices.compactMap { index in
      let word = words[index]
      if word.hasPrefix("--\(option)=") { return String(word.dropFirst(option.count + 3)) }
      return word == "--\(option)" && index + 1 < words.endIndex ? words[index + 1] : nil
    }
  }
}
