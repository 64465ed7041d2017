internal import Files
internal import Glibc
internal import ImageIO

/// Moves files between folders and file systems. A file that is in the way stays, and the moved one gets a number.
enum RelocatedFile {
  private static let nameLimit = 10_000

  /// - Returns: the new path: `photo.jpg`, or `photo-2.jpg` where another file has that name.
  /// - Throws: ``WatchError/photographStays(path:to:reason:)``,
  ///   ``FileError/folderCannotBeMade(path:reason:)``.
  static func move(_ path: Path, to wanted: Path) throws -> Path {
    func failed(_ number: Int32) -> WatchError {
      .photographStays(path: path, to: wanted, reason: Cause(number))
    }
    try wanted.folder.makeFolder()
    let own = FileStatus(path, followingLinks: false)
    for number in 1...nameLimit {
      let place = number == 1 ? wanted : wanted.numbered(number)
      if let there = FileStatus(place, followingLinks: false) {
        // A process that was killed midway had linked it already.
        guard there.identity == own?.identity else { continue }
        guard unlink(path.cString) == 0 else { throw failed(errno) }
        return place
      }
      if link(path.cString, place.cString) == 0 {
        guard unlink(path.cString) == 0 else { throw failed(errno) }
        return place
      }
      switch errno {
      case EEXIST: continue
      case EXDEV:
        try copy(path, to: place)
        guard unlink(path.cString) == 0 else { throw failed(errno) }
        return place
      case EPERM, EOPNOTSUPP, EMLINK, ENOSYS:
        // A file system without hard links; nobody else writes there.
        guard rename(path.cString, place.cString) == 0 else { throw failed(errno) }
        return place
      case let number: throw failed(number)
      }
    }
    throw failed(EEXIST)
  }

  /// Writes a file that appears complete or not at all.
  ///
  /// - Throws: `ImageError.unwritable`.
  static func write(_ bytes: [UInt8], to path: Path) throws {
    do throws(Cause) {
      try AtomicFile.write(bytes, to: path.filePath, overwrite: true)
    } catch {
      throw ImageError.unwritable(path: path.description, reason: error)
    }
  }

  /// Copies a file to another file system: complete, with its dates and permissions, and flushed to the disk before it
  /// gets its name.
  private static func copy(_ path: Path, to place: Path) throws {
    let from: Int32
    do throws(Cause) { from = try FileOpening.toRead(path.cString) } catch {
      throw WatchError.photographStays(path: path, to: place, reason: error)
    }
    defer { close(from) }
    do throws(Cause) {
      let file = try AtomicFile(for: place.filePath, overwrite: false)
      try FileContents.forEachChunk(of: from) { (chunk) throws(Cause) in
        try FileContents.write(chunk, to: file.descriptor)
      }
      var facts = stat()
      if fstat(from, &facts) == 0 {
        fchmod(file.descriptor, facts.st_mode & 0o777)
        futimens(file.descriptor, [facts.st_atim, facts.st_mtim])
      }
      try file.commit()
    } catch {
      throw ImageError.unwritable(path: place.description, reason: error)
    }
  }
}

extension Path {
  /// The path with a number before its suffix: `photo.jpg` becomes `photo-2.jpg`.
  fileprivate func numbered(_ number: Int) -> Path {
    let suffix = suffix.map(\.utf8.count) ?? 0
    return Path(
      bytes: bytes.dropLast(suffix) + Array("-\(number)".utf8) + bytes.suffix(suffix))
  }
}
