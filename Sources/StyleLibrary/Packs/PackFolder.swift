internal import Files
internal import Glibc

/// A folder that holds a style or a network; the files that it names have to lie inside it.
package struct PackFolder: Hashable, Sendable {
  package static let styleFile = "style.json"
  package static let networkFile = "network.json"
  /// The format of networks, and of styles that consist of vectors alone.
  package static let format = 1
  /// The format of styles with an adapter, which programs that know only the first format would
  /// leave out.
  static let adapterFormat = 2

  package let path: String

  package init(_ path: String) {
    self.path = path
  }

  /// The last component of the path.
  package var name: String { path.split(separator: "/").last.map(String.init) ?? path }

  package func contains(_ file: String) -> Bool { access(path + "/" + file, F_OK) == 0 }

  /// The path of a file that the pack names.
  ///
  /// - Throws: ``ModelError/outsidePack`` for absolute paths, for `..` and for links that lead out;
  ///   ``ModelError/unreadable`` when there is no such file.
  package func file(_ name: String) throws -> String {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    let isInside = parts.allSatisfy { !$0.isEmpty && $0 != ".." && $0 != "." && !$0.contains("\0") }
    guard isInside else { throw ModelError.outsidePack(folder: path, file: name) }
    let file = path + "/" + name
    let (folder, target) = (try Self.resolved(path), try Self.resolved(file))
    guard target.hasPrefix(folder + "/") else {
      throw ModelError.outsidePack(folder: path, file: name)
    }
    return file
  }

  /// Checks that a format can be read.
  ///
  /// - Parameter newest: the newest format that can be read.
  func checkFormat(_ found: Int, in file: String, newest: Int = format) throws {
    guard (1...newest).contains(found) else {
      throw ModelError.unsupportedFormat(path: path + "/" + file, found: found, supported: newest)
    }
  }

  private static func resolved(_ path: String) throws -> String {
    guard let resolved = realpath(path, nil) else {
      throw ModelError.unreadable(path: path, reason: .last)
    }
    defer { free(resolved) }
    return String(cString: resolved)
  }
}

/// Whether a text can be the name of a style or a network: it can be typed without quotes, can name
/// a folder, and cannot be mistaken for a mix, a path or an option.
package func isPackName(_ name: String) -> Bool {
  guard let first = name.first, name.utf8.count <= 100, first != ".", first != "-" else {
    return false
  }
  return name.allSatisfy { character in
    character.isLetter || character.isNumber || "-_.+".contains(character)
  }
}
