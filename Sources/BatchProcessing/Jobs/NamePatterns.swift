package import Files
internal import Glibc

/// Which of the pictures that are found are taken, by shell patterns (`fnmatch`, POSIX.1).
///
/// A pattern without a slash is for the name of a file or of any folder above it; one with a slash is
/// for the path relative to the folder that is scanned, and its `*` reaches across slashes.
package struct NamePatterns {
  /// Where there are any, a picture has to match one.
  package var include: [Path] = []
  /// What matches one of these is left out, and all that is in such a folder.
  package var exclude: [Path] = []

  package init(include: [Path] = [], exclude: [Path] = []) {
    self.include = include
    self.exclude = exclude
  }

  package func takes(_ picture: Path) -> Bool {
    !excludes(picture) && (include.isEmpty || include.contains { Self.matches(picture, $0) })
  }

  /// Whether a file or a folder, or a folder that it is in, is left out.
  package func excludes(_ path: Path) -> Bool {
    guard !exclude.isEmpty else { return false }
    var above = Path(bytes: [])
    for component in path.components {
      above = above.appending(Path(bytes: Array(component)))
      if exclude.contains(where: { Self.matches(above, $0) }) { return true }
    }
    return false
  }

  private static func matches(_ path: Path, _ pattern: Path) -> Bool {
    let pattern = pattern.normalised
    let isPath = pattern.bytes.contains(UInt8(ascii: "/"))
    let subject = isPath ? path : path.name
    let anchored = pattern.bytes.first == UInt8(ascii: "/")
    let text = anchored ? Path(bytes: Array(pattern.bytes.dropFirst())) : pattern
    return fnmatch(text.cString, subject.cString, 0) == 0
  }
}

extension Path {
  /// Whether it has a pattern's characters, and no file has this very name.
  var isPattern: Bool {
    bytes.contains { "*?[".utf8.contains($0) } && FileStatus(self, followingLinks: false) == nil
  }

  /// The files that a pattern in quotes stands for, sorted; only itself when there is a file of that
  /// very name, when it is no pattern or when nothing matches.
  var expanded: [Path] {
    guard isPattern else { return [self] }
    var found = glob_t()
    defer { globfree(&found) }
    guard glob(cString, 0, nil, &found) == 0, found.gl_pathc > 0 else { return [self] }
    return (0..<Int(found.gl_pathc))
      .compactMap { found.gl_pathv[$0] }
      .map { Path(systemString: $0) }
      .sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
  }
}
