/// An error with a file or a folder, whatever is in it.
package enum FileError: Error, Hashable {
  /// The file can't be opened or read.
  case unreadable(path: Path, reason: Cause)
  /// The folder can't be listed.
  case unreadableFolder(path: Path, reason: Cause)
  /// The folder, or one that it lies in, can't be made.
  case folderCannotBeMade(path: Path, reason: Cause)
  /// Something of that name exists, and it may not be replaced.
  case exists(path: Path)
  /// The file was changed while it was being read.
  case changedWhileRead(path: Path)
}

extension FileError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .unreadable(let path, let reason): "\(path): can't be read: \(reason)"
    case .unreadableFolder(let path, let reason): "\(path): the folder can't be read: \(reason)"
    case .folderCannotBeMade(let path, let reason): "\(path): the folder can't be made: \(reason)"
    case .exists(let path): "\(path): already exists"
    case .changedWhileRead(let path): "\(path): was changed while it was being read"
    }
  }
}

extension FileError {
  /// Whether a retry may succeed without anybody doing anything about it.
  package var isTransient: Bool {
    switch self {
    case .unreadable(_, let cause), .unreadableFolder(_, let cause),
      .folderCannotBeMade(_, let cause):
      cause.isTransient
    case .changedWhileRead: true
    case .exists: false
    }
  }
}
