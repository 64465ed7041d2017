package import Files

/// A list of files: one to a line, or with a zero byte after each, as `find -print0` writes them.
package enum FileList {
  /// - Parameters:
  ///   - path: the list.
  ///   - separatedByZero: whether zero bytes separate the names. They do in any case where there is one.
  /// - Throws: ``FileError/unreadable(path:reason:)``.
  package static func read(_ path: Path, separatedByZero: Bool) throws -> [Path] {
    names(in: try FileBytes.read(path, .named), separatedByZero: separatedByZero)
  }

  /// A mark at the beginning that says UTF-8 and the carriage returns of lines that all have one are no part
  /// of names: programs of other systems write them.
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
