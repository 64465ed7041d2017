internal import Glibc

/// Writes files so that a reader finds all of one or nothing.
enum AtomicFile {
  /// Writes to a temporary file in the same folder, then renames it.
  ///
  /// - Parameter replaces: whether a file of that name may be there already.
  /// - Throws: ``ModelError/unwritable``, ``ModelError/fileExists``.
  static func write(_ bytes: [UInt8], to path: String, replaces: Bool = true) throws {
    if !replaces, access(path, F_OK) == 0 { throw ModelError.fileExists(path: path) }
    let temporary = "\(path).\(getpid()).part"
    let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard file >= 0 else { throw failure(path) }
    do {
      defer { close(file) }
      try append(bytes, to: file, path)
      guard fsync(file) == 0 else { throw failure(path) }
      let isLinked = try !replaces && linked(temporary, path)
      if !isLinked {
        guard rename(temporary, path) == 0 else { throw failure(path) }
      }
    } catch {
      unlink(temporary)
      throw error
    }
  }

  /// Gives the file a second name that nobody has, and takes the first one away. False where the file
  /// system knows no second names.
  private static func linked(_ temporary: String, _ path: String) throws -> Bool {
    guard link(temporary, path) == 0 else {
      if errno == EEXIST { throw ModelError.fileExists(path: path) }
      return false
    }
    unlink(temporary)
    return true
  }

  private static func append(_ bytes: [UInt8], to file: Int32, _ path: String) throws {
    try bytes.withUnsafeBytes { bytes in
      var written = 0
      while written < bytes.count {
        let count = Glibc.write(file, bytes.baseAddress! + written, bytes.count - written)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { throw failure(path) }
        written += count
      }
    }
  }

  private static func failure(_ path: String) -> ModelError {
    .unwritable(path: path, reason: lastSystemError())
  }
}
