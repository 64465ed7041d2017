internal import Files
internal import Glibc
internal import Images

extension PicturePath {
  /// The names in a folder, in no order, with `.` and `..`.
  ///
  /// - Throws: ``FileError/unreadableFolder``.
  func entries() throws -> [PicturePath] {
    guard let listing = opendir(cString) else {
      throw FileError.unreadableFolder(path: self, reason: .last)
    }
    defer { closedir(listing) }
    var names: [PicturePath] = []
    while let entry = readdir(listing) {
      withUnsafeBytes(of: entry.pointee.d_name) {
        names.append(PicturePath(bytes: Array($0.prefix { $0 != 0 })))
      }
    }
    return names
  }

  /// Whether it lies in the folder or in one inside; both without links.
  func isInside(_ folder: PicturePath) -> Bool {
    let start = folder.bytes.last == UInt8(ascii: "/") ? folder.bytes : folder.bytes + [0x2F]
    return bytes.starts(with: start)
  }

  /// Makes the folder and those that it lies in, where they are not there.
  ///
  /// - Throws: ``FileError/folderCannotBeMade(path:reason:)``.
  func makeFolder() throws {
    if FileFacts(self)?.kind == .folder { return }
    if folder != self { try folder.makeFolder() }
    let status = mkdir(bytes.map(CChar.init(bitPattern:)) + [0], 0o777)
    guard status == 0 || errno == EEXIST && FileFacts(self)?.kind == .folder else {
      throw FileError.folderCannotBeMade(path: self, reason: .last)
    }
  }
}
