package import Files
internal import SystemPackage

extension AtomicFile {
  /// Writes a file so that a reader finds all of it or nothing.
  ///
  /// - Parameter replaces: whether an existing file of that name is replaced.
  /// - Throws: ``ModelError/unwritable``, ``ModelError/fileExists``.
  package static func write(_ bytes: [UInt8], to path: String, replaces: Bool = true)
    throws(ModelError)
  {
    do throws(Cause) {
      try write(bytes, to: FilePath(path), overwrite: replaces)
    } catch {
      if error.isTaken, !replaces { throw .fileExists(path: path) }
      throw .unwritable(path: path, reason: error)
    }
  }
}
