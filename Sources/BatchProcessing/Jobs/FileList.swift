package import Files

/// A list of files: one to a line, or with a zero byte after each, as `find -print0` writes them.
package enum FileList {
  /// - Parameters:
  ///   - path: the path of the list.
  ///   - separatedByZero: whether zero bytes separate the names. They do so in any case where the file contains one.
  /// - Throws: ``FileError/unreadable(path:reason:)``.
  package static func read(_ path: Path, separatedByZero: Bool) throws -> [Path] {
    names(in: try FileBytes.read(path, .named), separatedByZero: separatedByZero)
  }

  /// Splits a list into names. A UTF-8 byte order mark at the beginning, and carriage returns if every line ends in
  /// one, are not part of names: programs on other systems write them.
  package static func names(in bytes: [UInt8], separatedByZero: Bool) -> [Path] {
    if separatedByZero || bytes.contains(0) {
      return bytes.split(separator: 0).map { Path(bytes: Array($0)) }
    }
    let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...]
    let lines = text.split(separator: UInt8(ascii: "\n"))
    let returns = lines.allSatisfy { $0.last == UInt8(ascii: "\r") }
    return lines.map { Path(bytes: Array(returns ? $0.dropLast() : $0)) }
      .filter { !$0.bytes.isEmpty }
  }
}
