internal import Glibc
internal import Images

/// Moves files between folders and file systems; a file that is in the way is left, and the one that
/// comes gets a number.
enum RelocatedFile {
  private static let nameLimit = 10_000

  /// - Returns: where it is now: `photo.jpg`, or `photo-2.jpg` where there is another one.
  /// - Throws: ``WatchError/photographStays(path:to:reason:)``,
  ///   ``FileError/folderCannotBeMade(path:reason:)``.
  static func move(_ path: PicturePath, to wanted: PicturePath) throws -> PicturePath {
    func failed(_ number: Int32) -> WatchError {
      .photographStays(path: path, to: wanted, reason: String(cString: strerror(number)))
    }
    try wanted.folder.makeFolder()
    let own = FileFacts(path, followingLinks: false)
    for number in 1...nameLimit {
      let place = number == 1 ? wanted : wanted.numbered(number)
      if let there = FileFacts(place, followingLinks: false) {
        // A process that was killed in between had named it already.
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
  static func write(_ bytes: [UInt8], to path: PicturePath) throws {
    try create(path) { descriptor in
      bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) } == bytes.count
    }
  }

  /// Between file systems: complete, with its dates, and on the disk before it has its name.
  private static func copy(_ path: PicturePath, to place: PicturePath) throws {
    let from = open(path.cString, O_RDONLY | O_CLOEXEC)
    guard from >= 0 else {
      throw WatchError.photographStays(
        path: path, to: place, reason: String(cString: strerror(errno)))
    }
    defer { close(from) }
    try create(place) { descriptor in
      var chunk = [UInt8](repeating: 0, count: 1 << 18)
      while case let count = read(from, &chunk, chunk.count), count != 0 {
        guard count > 0, Glibc.write(descriptor, chunk, count) == count else { return false }
      }
      var facts = stat()
      if fstat(from, &facts) == 0 { futimens(descriptor, [facts.st_atim, facts.st_mtim]) }
      return true
    }
  }

  private static func create(_ path: PicturePath, _ fill: (Int32) -> Bool) throws {
    let unfinished = path.folder.appending(PicturePath(".stylize-\(getpid()).part"))
    let descriptor = open(unfinished.cString, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    let isComplete =
      descriptor >= 0 && fill(descriptor) && fsync(descriptor) == 0
      && rename(unfinished.cString, path.cString) == 0
    let number = errno
    if descriptor >= 0 { close(descriptor) }
    guard isComplete else {
      unlink(unfinished.cString)
      throw ImageError.unwritable(
        path: path.description, reason: String(cString: strerror(number)))
    }
  }
}

extension PicturePath {
  /// `photo.jpg` becomes `photo-2.jpg`.
  fileprivate func numbered(_ number: Int) -> PicturePath {
    let suffix = suffix.map(\.utf8.count) ?? 0
    return PicturePath(
      bytes: bytes.dropLast(suffix) + Array("-\(number)".utf8) + bytes.suffix(suffix))
  }
}
