internal import Glibc

extension Path {
  /// The names in a folder, in no particular order, with `.` and `..`.
  ///
  /// - Throws: ``FileError/unreadableFolder``.
  package func entries() throws -> [Path] {
    guard let listing = opendir(cString) else {
      throw FileError.unreadableFolder(path: self, reason: .last)
    }
    defer { closedir(listing) }
    var names: [Path] = []
    while let entry = readdir(listing) {
      withUnsafeBytes(of: entry.pointee.d_name) {
        names.append(Path(bytes: Array($0.prefix { $0 != 0 })))
      }
    }
    return names
  }

  /// Whether the path lies in the folder or in one inside it; both have to be free of links.
  package func isInside(_ folder: Path) -> Bool {
    let start = folder.bytes.last == UInt8(ascii: "/") ? folder.bytes : folder.bytes + [0x2F]
    return bytes.starts(with: start)
  }

  /// Makes the folder and those in which it lies, where they do not exist.
  ///
  /// - Throws: ``FileError/folderCannotBeMade(path:reason:)``.
  package func makeFolder() throws {
    if FileStatus(self)?.kind == .folder { return }
    if folder != self { try folder.makeFolder() }
    let status = mkdir(bytes.map(CChar.init(bitPattern:)) + [0], 0o777)
    guard status == 0 || errno == EEXIST && FileStatus(self)?.kind == .folder else {
      throw FileError.folderCannotBeMade(path: self, reason: .last)
    }
  }
}
