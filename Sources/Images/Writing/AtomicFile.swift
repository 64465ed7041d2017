internal import CVips
internal import Glibc

/// A file that gets its name when it is complete, and is gone when it isn't.
final class AtomicFile {
  let descriptor: Int32
  /// What is written to, with what first went wrong there.
  let output = UnsafeMutablePointer<StylizeOutput>.allocate(capacity: 1)
  private let path: PicturePath
  private let overwrite: Bool
  /// The file's name until then; nil when it has none.
  private var temporary: PicturePath?

  /// - Throws: ``ImageError/exists(path:)`` when the name is taken and may not be,
  ///   ``ImageError/unwritable(path:reason:)``.
  init(for path: PicturePath, overwrite: Bool) throws {
    self.path = path
    self.overwrite = overwrite
    var status = stat()
    if path.withCString({ lstat($0, &status) }) == 0 {
      guard overwrite else { throw ImageError.exists(path: path.description) }
      guard status.st_mode & S_IFMT != S_IFDIR else {
        throw ImageError.unwritable(path: path.description, reason: systemText(EISDIR))
      }
    }
    let unnamed = path.folder.withCString {
      open($0, O_RDWR | O_CLOEXEC | stylizeTemporaryFile, 0o666)
    }
    if unnamed >= 0 {
      descriptor = unnamed
      output.initialize(to: StylizeOutput(descriptor: descriptor, failure: 0))
      flock(descriptor, LOCK_EX | LOCK_NB)
      return
    }
    let named = PicturePath.temporary(in: path.folder)
    descriptor = named.withCString { open($0, O_RDWR | O_CLOEXEC | O_CREAT | O_EXCL, 0o666) }
    guard descriptor >= 0 else {
      throw ImageError.unwritable(path: path.description, reason: systemText(errno))
    }
    output.initialize(to: StylizeOutput(descriptor: descriptor, failure: 0))
    temporary = named
    // Held while the file is being written: whoever gets the lock knows that nobody will finish it.
    flock(descriptor, LOCK_EX | LOCK_NB)
  }

  deinit {
    output.deallocate()
    close(descriptor)
    if let temporary { _ = temporary.withCString { unlink($0) } }
  }

  /// - Throws: ``ImageError/unwritable(path:reason:)`` when something could not be written, whatever
  ///   the saver says.
  func check() throws {
    if output.pointee.failure != 0 { throw failed(output.pointee.failure) }
  }

  /// Bytes that were written.
  func size() throws -> Int {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw failed(errno) }
    return status.st_size
  }

  /// Appends bytes and replaces others.
  func add(_ appended: [UInt8], replacing patch: [UInt8], at place: Int) throws {
    let end = try size()
    guard pwrite(descriptor, appended, appended.count, end) == appended.count,
      pwrite(descriptor, patch, patch.count, place) == patch.count
    else { throw failed(errno) }
  }

  /// Brings the bytes to the disk and gives the file its name, in one step that can't be seen half-done.
  func commit() throws {
    guard fsync(descriptor) == 0 else { throw failed(errno) }
    if temporary == nil {
      if !overwrite { return try nameUnnamed(path) }
      let step = PicturePath.temporary(in: path.folder)
      try nameUnnamed(step)
      temporary = step
    }
    guard let temporary else { return }
    let number = overwrite ? rename(temporary) : renameWithoutReplacing(temporary)
    guard number == 0 else { throw failed(number) }
    self.temporary = nil
  }

  private func failed(_ number: Int32) -> ImageError {
    if number == EEXIST, !overwrite { return .exists(path: path.description) }
    return .unwritable(path: path.description, reason: systemText(number))
  }

  private func nameUnnamed(_ name: PicturePath) throws {
    let answer = "/proc/self/fd/\(descriptor)".withCString { from in
      name.withCString { linkat(AT_FDCWD, from, AT_FDCWD, $0, AT_SYMLINK_FOLLOW) }
    }
    guard answer == 0 else { throw failed(errno) }
  }

  private func rename(_ from: PicturePath) -> Int32 {
    from.withCString { from in
      path.withCString { Glibc.rename(from, $0) == 0 ? 0 : errno }
    }
  }

  /// A hard link serves where the file system doesn't know how to rename without replacing.
  private func renameWithoutReplacing(_ from: PicturePath) -> Int32 {
    from.withCString { from in
      path.withCString { to in
        if stylize_rename_without_replacing(from, to) == 0 { return 0 }
        guard errno == EINVAL || errno == ENOSYS else { return errno }
        guard link(from, to) == 0 else { return errno }
        unlink(from)
        return 0
      }
    }
  }
}

extension PicturePath {
  private static let temporaryPrefix = Array(".stylize-".utf8)
  private static let temporarySuffix = Array(".tmp".utf8)

  fileprivate static func temporary(in folder: PicturePath) -> PicturePath {
    let digits = String(UInt64.random(in: 0...UInt64.max), radix: 36)
    return folder.appending(PicturePath(bytes: temporaryPrefix + digits.utf8 + temporarySuffix))
  }

  /// Whether the last component is of the kind that unfinished outputs have, which only a killed process
  /// leaves behind.
  public var isTemporaryOutput: Bool {
    let name = name.bytes
    return name.starts(with: Self.temporaryPrefix)
      && name.suffix(Self.temporarySuffix.count).elementsEqual(Self.temporarySuffix)
  }
}
