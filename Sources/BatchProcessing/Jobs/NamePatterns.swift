package import Files
internal import Glibc

/// The filter of found pictures by shell patterns (`fnmatch`, POSIX.1).
///
/// A pattern without a slash applies to the name of a file or of any folder above it; one with a slash applies to the
/// path relative to the scanned folder, and its `*` matches slashes too.
package struct NamePatterns {
  /// The patterns of which a picture has to match at least one; empty takes all.
  package var include: [Path] = []
  /// The patterns that leave out the files they match, and everything in the folders they match.
  package var exclude: [Path] = []

  package init(include: [Path] = [], exclude: [Path] = []) {
    self.include = include
    self.exclude = exclude
  }

  package func takes(_ picture: Path) -> Bool {
    !excludes(picture) && (include.isEmpty || include.contains { Self.matches(picture, $0) })
  }

  /// Whether a file or folder, or a folder above it, is left out.
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
  /// Whether the path has a pattern's characters and no file has this very name.
  var isPattern: Bool {
    bytes.contains { "*?[".utf8.contains($0) } && FileStatus(self, followingLinks: false) == nil
  }

  /// The files that a pattern matches, sorted; only the path itself when it is no pattern or nothing matches.
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
