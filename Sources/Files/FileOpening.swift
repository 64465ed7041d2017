package import Glibc

/// The rules for opening files in folders of users, where anybody may have put anything under their names.
///
/// - A file that is only read may be reached by a symbolic link, since a person may keep lists, packs and presets
///   elsewhere. It must be a regular file: a pipe, a device or a socket is refused before anything is read from it, and
///   nothing waits.
/// - A file that is written to in place (journals, locks) is never reached by a symbolic link and has no second name,
///   so that no file is changed against its owner's will. In a folder that everybody may write to (`/tmp`), it must
///   also belong to this user, to root or to the folder's owner, who could replace it anyway; this is the rule of
///   Linux's `fs.protected_regular`. Elsewhere any owner will do: whoever may write to a folder is trusted by its
///   owner, and groups share journals.
package enum FileOpening {
  package enum Links { case followed, refused }

  /// Opens a regular file to read it.
  ///
  /// - Returns: a descriptor that the caller closes.
  package static func toRead(
    _ path: UnsafePointer<CChar>, links: Links = .followed
  ) throws(Cause) -> Int32 {
    let flags = O_RDONLY | (links == .refused ? O_NOFOLLOW : 0)
    let descriptor = try open(path, flags, mode: 0)
    do {
      _ = try regular(descriptor)
    } catch {
      close(descriptor)
      throw error
    }
    return descriptor
  }

  /// Opens a file of our own to read it, by the rules for files that are written to in place.
  ///
  /// - Returns: a descriptor that the caller closes.
  package static func toReadOwn(_ path: UnsafePointer<CChar>) throws(Cause) -> Int32 {
    let descriptor = try open(path, O_RDONLY | O_NOFOLLOW, mode: 0)
    do { try checkOwn(descriptor, at: path) } catch {
      close(descriptor)
      throw error
    }
    return descriptor
  }

  /// Opens a file that a person named to read it from beginning to end: a regular file, or a pipe such as
  /// a shell makes for `<(command)`, whose writer is waited for.
  ///
  /// - Returns: a descriptor that the caller closes.
  package static func toReadOnce(_ path: UnsafePointer<CChar>) throws(Cause) -> Int32 {
    let descriptor: Int32
    if let own = try inherited(path) {
      descriptor = own
    } else {
      descriptor = try open(path, O_RDONLY, mode: 0)
    }
    do {
      var status = stat()
      guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFIFO else {
        _ = try regular(descriptor)
        return descriptor
      }
      try waitForWriter(descriptor)
      return descriptor
    } catch {
      close(descriptor)
      throw error
    }
  }

  /// A duplicate of the descriptor that the shell opened for us as `/dev/fd/N`; nil for other paths. Opening that name
  /// anew would wait for a writer that may have come and gone.
  private static func inherited(_ path: UnsafePointer<CChar>) throws(Cause) -> Int32? {
    let bytes = UnsafeRawBufferPointer(start: path, count: strlen(path))
    guard let number = Path(bytes: Array(bytes)).openDescriptor else { return nil }
    let descriptor = fcntl(number, F_DUPFD_CLOEXEC, 0)
    guard descriptor >= 0 else { throw .last }
    return descriptor
  }

  /// Waits until a pipe has something to read, or its writer has gone, and makes its reads blocking. The descriptor
  /// stays open meanwhile: a writer that found no reader would be ended by SIGPIPE.
  private static func waitForWriter(_ descriptor: Int32) throws(Cause) {
    var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    while poll(&waiting, 1, -1) < 0 {
      guard errno == EINTR else { throw .last }
    }
    let flags = fcntl(descriptor, F_GETFL)
    guard flags >= 0, fcntl(descriptor, F_SETFL, flags & ~O_NONBLOCK) == 0 else { throw .last }
  }

  /// Opens a file of our own to read it and write to it in place, and makes it where there is none.
  ///
  /// - Parameters:
  ///   - flags: further flags, such as `O_APPEND`.
  ///   - mode: the mode of a new file, before the process's umask is applied.
  /// - Returns: a descriptor that the caller closes.
  package static func toWrite(
    _ path: UnsafePointer<CChar>, _ flags: Int32 = 0, mode: mode_t = 0o666
  ) throws(Cause) -> Int32 {
    let descriptor = try open(path, O_RDWR | O_CREAT | O_NOFOLLOW | flags, mode: mode)
    do { try checkOwn(descriptor, at: path) } catch {
      close(descriptor)
      throw error
    }
    return descriptor
  }

  private static func checkOwn(
    _ descriptor: Int32, at path: UnsafePointer<CChar>
  ) throws(Cause) {
    let status = try regular(descriptor)
    guard status.st_nlink <= 1 else {
      throw .text(
        "found a file with \(status.st_nlink) names, expected one of its own; remove the link")
    }
    guard isOwnerTrusted(status, at: path) else {
      throw .text(
        "belongs to user \(status.st_uid) in a folder that everybody may write to; remove it")
    }
  }

  /// Whether a path still leads to the file that was opened: it may have been deleted, or replaced, with
  /// the folder that it lay in.
  package static func isStill(_ descriptor: Int32, at path: UnsafePointer<CChar>) -> Bool {
    var (own, there) = (stat(), stat())
    return fstat(descriptor, &own) == 0 && lstat(path, &there) == 0 && own.st_ino == there.st_ino
      && own.st_dev == there.st_dev && own.st_nlink > 0
  }

  /// The name of a type of file, with its article, for messages: "a pipe".
  package static func kind(of mode: mode_t) -> String {
    switch mode & S_IFMT {
    case S_IFDIR: "a folder"
    case S_IFIFO: "a pipe"
    case S_IFSOCK: "a socket"
    case S_IFLNK: "a symbolic link"
    case S_IFREG: "a file"
    default: "a device"
    }
  }

  private static func open(
    _ path: UnsafePointer<CChar>, _ flags: Int32, mode: mode_t
  ) throws(Cause) -> Int32 {
    // Without O_NONBLOCK, opening a pipe that nobody writes to would wait for ever.
    let descriptor = Glibc.open(path, flags | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, mode)
    if descriptor >= 0 { return descriptor }
    let number = errno
    switch number {
    case ELOOP where flags & O_NOFOLLOW != 0:
      throw .text("found a symbolic link, expected a file of its own; remove the link")
    case ENXIO, ENODEV, EISDIR:
      var status = stat()
      guard stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG else { fallthrough }
      throw .text("found \(kind(of: status.st_mode)), expected a file")
    default: throw Cause(number)
    }
  }

  private static func regular(_ descriptor: Int32) throws(Cause) -> stat {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .last }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw .text("found \(kind(of: status.st_mode)), expected a file")
    }
    return status
  }

  private static func isOwnerTrusted(_ status: stat, at path: UnsafePointer<CChar>) -> Bool {
    if status.st_uid == geteuid() || status.st_uid == 0 { return true }
    let bytes = UnsafeRawBufferPointer(start: path, count: strlen(path))
    let slash = bytes.lastIndex(of: UInt8(ascii: "/"))
    let folder =
      slash.map { $0 == 0 ? [UInt8(ascii: "/")] : Array(bytes[..<$0]) } ?? [UInt8(ascii: ".")]
    var above = stat()
    guard stat(folder.map(CChar.init(bitPattern:)) + [0], &above) == 0 else { return false }
    return above.st_mode & S_IWOTH == 0 || above.st_uid == status.st_uid
  }
}
