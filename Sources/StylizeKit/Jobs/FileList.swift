public import Images

/// A list of files: one to a line, or with a zero byte after each, as `find -print0` writes them.
public enum FileList {
  /// - Parameters:
  ///   - path: the list, or `-` for standard input.
  ///   - separatedByZero: whether zero bytes separate the names. They do in any case where there is one.
  /// - Throws: `ImageError.unreadable`.
  public static func read(_ path: PicturePath, separatedByZero: Bool) throws -> [PicturePath] {
    let bytes =
      path == JobRequest.standardStream
      ? try StandardStream.read() : try FileBytes.read(path, .named)
    return names(in: bytes, separatedByZero: separatedByZero)
  }

  static func names(in bytes: [UInt8], separatedByZero: Bool) -> [PicturePath] {
    let zero = separatedByZero || bytes.contains(0)
    return bytes.split(separator: zero ? 0 : UInt8(ascii: "\n"))
      .map { PicturePath(bytes: Array($0)) }
  }
}
