internal import Glibc
internal import Images

/// What the file system says of a path.
struct FileFacts {
  enum Kind { case file, folder, other }

  /// What makes two paths one file, whatever they are called.
  struct Identity: Hashable {
    var device: UInt
    var inode: UInt
  }

  var kind: Kind
  var identity: Identity

  /// Nil when there is nothing of that name or it may not be looked at; `errno` says why.
  init?(_ path: PicturePath, followingLinks: Bool = true) {
    var status = stat()
    let bytes = path.bytes.map(CChar.init(bitPattern:)) + [0]
    guard (followingLinks ? stat(bytes, &status) : lstat(bytes, &status)) == 0 else { return nil }
    kind =
      switch status.st_mode & S_IFMT {
      case S_IFREG: .file
      case S_IFDIR: .folder
      default: .other
      }
    identity = Identity(device: UInt(status.st_dev), inode: UInt(status.st_ino))
  }
}
