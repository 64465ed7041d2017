internal import Glibc

/// Functions that read whole files that are not pictures.
package enum FileBytes {
  /// The owner of a file, which decides how it is opened; see `FileOpening`.
  package enum Kind {
    /// A file of a person, such as a photograph or a list. Links are followed.
    case users
    /// A list that a person named, which may be a pipe.
    case named
    /// A file that the program keeps, such as a journal.
    case own
  }

  /// - Throws: ``FileError/unreadable(path:reason:)``.
  package static func read(_ path: Path, _ kind: Kind = .users) throws -> [UInt8] {
    var bytes: [UInt8] = []
    try forEachChunk(of: path, kind) { bytes += $0 }
    return bytes
  }

  /// - Throws: ``FileError/unreadable(path:reason:)``.
  package static func forEachChunk(
    of path: Path, _ kind: Kind = .users, _ body: (UnsafeRawBufferPointer) -> Void
  ) throws {
    do throws(Cause) {
      let descriptor =
        switch kind {
        case .users: try FileOpening.toRead(path.cString)
        case .named: try FileOpening.toReadOnce(path.cString)
        case .own: try FileOpening.toReadOwn(path.cString)
        }
      defer { close(descriptor) }
      try FileContents.forEachChunk(of: descriptor) { (chunk) throws(Cause) in body(chunk) }
    } catch {
      throw FileError.unreadable(path: path, reason: error)
    }
  }
}
