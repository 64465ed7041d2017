internal import Glibc
internal import Images

/// Finds the pictures in a folder.
struct FolderScan {
  /// Whether folders inside are scanned too. Links to folders are not followed, so that a scan stays
  /// where it was sent and ends.
  var recursive: Bool
  /// A folder that is left out: the paintings' own, when it lies inside.
  var excluded: FileFacts.Identity?

  /// The pictures' paths relative to the folder, in the order of their bytes.
  ///
  /// - Throws: ``JobError/unreadableFolder``.
  func pictures(in folder: PicturePath) throws -> [PicturePath] {
    try pictures(in: folder, below: PicturePath(bytes: []))
      .sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
  }

  private func pictures(in folder: PicturePath, below prefix: PicturePath) throws -> [PicturePath] {
    guard let listing = opendir(folder.bytes.map(CChar.init(bitPattern:)) + [0]) else {
      throw JobError.unreadableFolder(path: folder, reason: String(cString: strerror(errno)))
    }
    defer { closedir(listing) }
    var found: [PicturePath] = []
    while let entry = readdir(listing) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) {
        PicturePath(bytes: Array($0.prefix { $0 != 0 }))
      }
      guard !name.isHidden else { continue }
      let path = folder.appending(name)
      let relative = prefix.appending(name)
      if Images.isPictureName(name), FileFacts(path)?.kind != .folder {
        found.append(relative)
      } else if recursive, let facts = FileFacts(path, followingLinks: false),
        facts.kind == .folder, facts.identity != excluded
      {
        found += try pictures(in: path, below: relative)
      }
    }
    return found
  }
}
