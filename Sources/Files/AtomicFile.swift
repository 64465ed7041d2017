internal import CFiles
package import Glibc
internal import Synchronization
package import SystemPackage

/// A file that gets its name when it is complete, and is gone when it isn't.
///
/// Until then it has no name, or, where the file system can't do that, one that ``isTemporary(_:)`` recognises. It is
/// locked while it is written: whoever gets the lock knows that nobody will finish it.
///
/// A file that replaces another takes over that one's permissions, and its owner and access list where this user may
/// set them.
package final class AtomicFile {
  package let descriptor: Int32
  private let path: FilePath
  private let overwrite: Bool
  /// The file's name until it is complete; nil while it has none.
  private var temporary: FilePath?

  /// - Parameters:
  ///   - overwrite: whether a regular file or a link of that name may be replaced.
  ///   - mode: the mode of a new file, before the process's umask is applied.
  /// - Throws: `EEXIST` where the name is taken and may not be replaced, and other errors of the system.
  package init(
    for path: FilePath, overwrite: Bool, mode: mode_t = 0o666
  ) throws(Cause) {
    (self.path, self.overwrite) = (path, overwrite)
    var status = stat()
    if path.withPlatformString({ lstat($0, &status) }) == 0 {
      guard overwrite else { throw Cause(EEXIST) }
      switch status.st_mode & S_IFMT {
      case S_IFREG, S_IFLNK: break
      case S_IFDIR: throw Cause(EISDIR)
      default:
        throw .text("found \(FileOpening.kind(of: status.st_mode)), which isn't replaced by a file")
      }
    }
    let folder = path.folder
    let unnamed = folder.withPlatformString {
      open($0, O_RDWR | O_CLOEXEC | stylize_unnamed_file, mode)
    }
    if unnamed >= 0 {
      flock(unnamed, LOCK_EX | LOCK_NB)
      descriptor = unnamed
      return
    }
    while true {
      let name = Self.temporary(in: folder)
      let named = name.withPlatformString {
        open($0, O_RDWR | O_CLOEXEC | O_CREAT | O_EXCL | O_NOFOLLOW, mode)
      }
      guard named >= 0 else { throw .last }
      flock(named, LOCK_EX | LOCK_NB)
      // Whoever removes what was abandoned may have been faster than the lock.
      guard FileOpening.isStill(named, at: name) else {
        close(named)
        continue
      }
      (descriptor, temporary) = (named, name)
      return
    }
  }

  deinit {
    close(descriptor)
    if let temporary { _ = temporary.withPlatformString { unlink($0) } }
  }

  /// Writes a whole file.
  package static func write(
    _ bytes: [UInt8], to path: FilePath, overwrite: Bool, mode: mode_t = 0o666
  ) throws(Cause) {
    cleanOnce(path.folder)
    let file = try AtomicFile(for: path, overwrite: overwrite, mode: mode)
    let failure: Cause? = bytes.withUnsafeBytes { bytes in
      do throws(Cause) { try FileContents.write(bytes, to: file.descriptor) } catch { return error }
      return nil
    }
    if let failure { throw failure }
    try file.commit()
  }

  /// The number of bytes that were written.
  package func size() throws(Cause) -> Int {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .last }
    return Int(status.st_size)
  }

  /// Appends bytes and overwrites others.
  package func add(
    _ appended: [UInt8], replacing patch: [UInt8], at place: Int
  ) throws(Cause) {
    let end = try size()
    guard pwrite(descriptor, appended, appended.count, end) == appended.count,
      pwrite(descriptor, patch, patch.count, place) == patch.count
    else { throw .last }
  }

  /// Flushes the bytes to the disk and gives the file its name, in one step that can't be seen half-done.
  package func commit() throws(Cause) {
    if overwrite { takeOver() }
    guard fsync(descriptor) == 0 else { throw .last }
    if temporary == nil {
      if !overwrite { return try nameUnnamed(path) }
      let step = Self.temporary(in: path.folder)
      try nameUnnamed(step)
      temporary = step
    }
    guard let temporary else { return }
    let number = overwrite ? rename(temporary) : renameWithoutReplacing(temporary)
    guard number == 0 else { throw Cause(number) }
    self.temporary = nil
  }

  private func nameUnnamed(_ name: FilePath) throws(Cause) {
    let answer = "/proc/self/fd/\(descriptor)".withCString { from in
      name.withPlatformString { linkat(AT_FDCWD, from, AT_FDCWD, $0, AT_SYMLINK_FOLLOW) }
    }
    guard answer == 0 else { throw .last }
  }

  private func rename(_ from: FilePath) -> Int32 {
    from.withPlatformString { from in
      path.withPlatformString { Glibc.rename(from, $0) == 0 ? 0 : errno }
    }
  }

  /// Renames a file unless the name is taken. A hard link serves where the file system can't rename without replacing.
  private func renameWithoutReplacing(_ from: FilePath) -> Int32 {
    from.withPlatformString { from in
      path.withPlatformString { to in
        let number = stylize_rename_without_replacing(from, to)
        guard number == EINVAL || number == ENOSYS else { return number }
        guard link(from, to) == 0 else { return errno }
        unlink(from)
        return 0
      }
    }
  }

  /// Gives the new file the owner, permissions and access list of the file that it will replace. Those that can't be
  /// set are left out, so that it has fewer rights rather than more.
  private func takeOver() {
    let former = path.withPlatformString {
      open($0, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    }
    defer { if former >= 0 { close(former) } }
    var (status, own) = (stat(), stat())
    let isThere =
      former >= 0
      ? fstat(former, &status) == 0 : path.withPlatformString { lstat($0, &status) } == 0
    guard isThere, status.st_mode & S_IFMT == S_IFREG, fstat(descriptor, &own) == 0 else { return }
    var mode = status.st_mode & 0o777
    if own.st_uid != status.st_uid || own.st_gid != status.st_gid {
      if fchown(descriptor, status.st_uid, status.st_gid) != 0 {
        let keepsGroup =
          own.st_gid == status.st_gid || fchown(descriptor, uid_t.max, status.st_gid) == 0
        // What the group was allowed isn't meant for another one.
        if !keepsGroup { mode = mode & ~0o070 | (mode & 0o007) << 3 & mode }
      }
    }
    fchmod(descriptor, mode)
    guard former >= 0 else { return }
    stylize_copy_access_lists(former, descriptor)
  }

  // MARK: Names

  private static let prefix = ".stylize-"
  private static let suffix = ".tmp"

  private static func temporary(in folder: FilePath) -> FilePath {
    let digits = String(UInt64.random(in: 0...UInt64.max), radix: 36)
    return folder.appending(prefix + digits + suffix)
  }

  /// Whether a file is named like an unfinished one, which only a killed process leaves behind.
  package static func isTemporary(_ name: some Collection<UInt8>) -> Bool {
    name.starts(with: prefix.utf8) && name.suffix(suffix.utf8.count).elementsEqual(suffix.utf8)
  }

  /// Removes unfinished files of processes that were killed from a folder. One that a living process
  /// still writes is locked by it and stays.
  package static func removeAbandoned(in folder: FilePath) {
    guard let listing = folder.withPlatformString({ opendir($0) }) else { return }
    defer { closedir(listing) }
    while let entry = readdir(listing) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
      guard isTemporary(name) else { continue }
      let text = name.map(CChar.init(bitPattern:)) + [0]
      let file = openat(
        dirfd(listing), text, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW | O_NOCTTY)
      guard file >= 0 else { continue }
      defer { close(file) }
      var status = stat()
      guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { continue }
      if flock(file, LOCK_EX | LOCK_NB) == 0 { unlinkat(dirfd(listing), text, 0) }
    }
  }

  private static let cleaned = Mutex<Set<FilePath>>([])

  /// Removes abandoned files from a folder the first time that this process writes a small file there.
  private static func cleanOnce(_ folder: FilePath) {
    if cleaned.withLock({ $0.insert(folder).inserted }) { removeAbandoned(in: folder) }
  }
}

extension FilePath {
  /// The folder in which the file lies.
  package var folder: FilePath {
    let folder = removingLastComponent()
    return folder.isEmpty ? "." : folder
  }
}

extension FileOpening {
  package static func isStill(_ descriptor: Int32, at path: FilePath) -> Bool {
    path.withPlatformString { isStill(descriptor, at: $0) }
  }
}
