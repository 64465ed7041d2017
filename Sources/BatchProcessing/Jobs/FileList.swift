package import Files
internal import StyleTransfer

/// A list of files: one to a line, or with a zero byte after each, as `find -print0` writes them.
package enum FileList {
  /// - Parameters:
  ///   - path: the list, or `-` for standard input.
  ///   - separatedByZero: whether zero bytes separate the names. They do in any case where there is one.
  /// - Throws: ``FileError/unreadable(path:reason:)``, `ImageError.unreadable` for standard input.
  package static func read(_ path: Path, separatedByZero: Bool) throws -> [Path] {
    let bytes =
      if path == JobRequest.standardStream {
        try StandardStream.read()
      } else if let descriptor = path.openDescriptor {
        try StandardStream.read(descriptor, name: path.description)
      } else {
        try FileBytes.read(path, .named)
      }
    return names(in: bytes, separatedByZero: separatedByZero)
  }

  /// A mark at the beginning that says UTF-8 and the carriage returns of lines that all have one are no part
  /// of names: programs of other systems write them.
  static func names(in bytes: [UInt8], separatedByZero: Bool) -> [Path] {
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
