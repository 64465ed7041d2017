internal import Glibc

/// Writes files so that a reader finds all of one or nothing.
enum AtomicFile {
  /// Writes to a temporary file in the same folder, then renames it.
  ///
  /// - Throws: ``ModelError/unwritable``.
  static func write(_ bytes: [UInt8], to path: String) throws {
    let temporary = "\(path).\(getpid()).part"
    let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard file >= 0 else { throw failure(path) }
    do {
      defer { close(file) }
      try append(bytes, to: file, path)
      guard fsync(file) == 0 else { throw failure(path) }
      guard rename(temporary, path) == 0 else { throw failure(path) }
    } catch {
      unlink(temporary)
      throw error
    }
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
