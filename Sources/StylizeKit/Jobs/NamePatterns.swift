internal import Glibc
internal import Images

/// Which of the pictures that are found are taken, by shell patterns (`fnmatch`, POSIX.1).
///
/// A pattern without a slash is for the name of a file or of any folder above it; one with a slash is
/// for the path relative to the folder that is scanned, and its `*` reaches across slashes.
struct NamePatterns {
  /// Where there are any, a picture has to match one.
  var include: [PicturePath] = []
  /// What matches one of these is left out, and all that is in such a folder.
  var exclude: [PicturePath] = []

  func takes(_ picture: PicturePath) -> Bool {
    !excludes(picture) && (include.isEmpty || include.contains { Self.matches(picture, $0) })
  }

  /// Whether a file or a folder, or a folder that it is in, is left out.
  func excludes(_ path: PicturePath) -> Bool {
    guard !exclude.isEmpty else { return false }
    var above = PicturePath(bytes: [])
    for component in path.components {
      above = above.appending(PicturePath(bytes: Array(component)))
      if exclude.contains(where: { Self.matches(above, $0) }) { return true }
    }
    return false
  }

  private static func matches(_ path: PicturePath, _ pattern: PicturePath) -> Bool {
    let pattern = pattern.normalised
    let isPath = pattern.bytes.contains(UInt8(ascii: "/"))
    let subject = isPath ? path : path.name
    let anchored = pattern.bytes.first == UInt8(ascii: "/")
    let text = anchored ? PicturePath(bytes: Array(pattern.bytes.dropFirst())) : pattern
    return fnmatch(text.cString, subject.cString, 0) == 0
  }
}

extension PicturePath {
  /// Whether it has a pattern's characters, and no file has this very name.
  var isPattern: Bool {
    bytes.contains { "*?[".utf8.contains($0) } && FileFacts(self, followingLinks: false) == nil
  }

  /// The files that a pattern in quotes stands for, sorted; only itself when there is a file of that
  /// very name, when it is no pattern or when nothing matches.
  var expanded: [PicturePath] {
    guard isPattern else { return [self] }
    var found = glob_t()
    defer { globfree(&found) }
    guard glob(cString, 0, nil, &found) == 0, found.gl_pathc > 0 else { return [self] }
    return (0..<Int(found.gl_pathc))
      .compactMap { found.gl_pathv[$0] }
      .map { PicturePath(systemString: $0) }
      .sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
  }
}
