package import Glibc

/// What the file system says of a path.
package struct FileStatus: Equatable {
  package enum Kind { case file, folder, link, other }

  /// What makes two paths one file, whatever they are called.
  package struct Identity: Hashable {
    package var device: UInt
    package var inode: UInt
  }

  package var kind: Kind
  package var identity: Identity
  /// Bytes.
  package var size: Int
  /// When the contents were last changed.
  package var time: FileTime
  /// The same in nanoseconds since 1970, as journals keep it: clamped to the years 1677 to 2262.
  package var modified: Int { time.nanoseconds }

  /// Nil when there is nothing of that name or it may not be looked at; `errno` says why.
  package init?(_ path: Path, followingLinks: Bool = true) {
    var status = stat()
    guard
      (followingLinks ? stat(path.cString, &status) : lstat(path.cString, &status)) == 0
    else { return nil }
    kind =
      switch status.st_mode & S_IFMT {
      case S_IFREG: .file
      case S_IFDIR: .folder
      case S_IFLNK: .link
      default: .other
      }
    identity = Identity(device: UInt(status.st_dev), inode: UInt(status.st_ino))
    size = Int(status.st_size)
    time = FileTime(status.st_mtim)
  }
}

/// A moment as file systems keep it, which may be any: before 1970, or in the year 500 million.
package struct FileTime: Hashable, Comparable {
  /// Since the beginning of 1970.
  package var seconds: Int
  /// 0 to 999,999,999 after that second.
  package var fraction: Int

  package init(_ time: timespec) { (seconds, fraction) = (time.tv_sec, time.tv_nsec) }

  /// This moment, by the system's clock.
  package static var now: FileTime {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return FileTime(time)
  }

  /// Since the beginning of 1970, clamped to what an `Int` holds.
  package var nanoseconds: Int {
    let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    guard !overflow else { return seconds < 0 ? .min : .max }
    let (sum, carried) = whole.addingReportingOverflow(fraction)
    return carried ? .max : sum
  }

  package static func < (one: FileTime, other: FileTime) -> Bool {
    (one.seconds, one.fraction) < (other.seconds, other.fraction)
  }

  /// Whether two moments are less than some seconds apart.
  package func isNear(_ other: FileTime, seconds: Int) -> Bool {
    let (apart, overflow) = self.seconds.subtractingReportingOverflow(other.seconds)
    return !overflow && apart > -seconds && apart < seconds
  }
}

extension Path {
  /// For the system's calls.
  package var cString: [CChar] { bytes.map(CChar.init(bitPattern:)) + [0] }

  /// The path with all links resolved; nil when there is nothing there.
  package var resolved: Path? {
    guard let real = realpath(cString, nil) else { return nil }
    defer { free(real) }
    return Path(systemString: real)
  }

  /// The path from the root of the file system; links are left as they are.
  package var absolute: Path {
    guard bytes.first != UInt8(ascii: "/"), let working = getcwd(nil, 0) else {
      return normalised
    }
    defer { free(working) }
    return Path(systemString: working).appending(self).normalised
  }

  /// The components, without empty ones and `.`.
  package var components: [ArraySlice<UInt8>] {
    bytes.split(separator: UInt8(ascii: "/")).filter { !$0.elementsEqual(".".utf8) }
  }

  /// The path without empty components and `.`.
  package var normalised: Path {
    let slash: [UInt8] = bytes.first == UInt8(ascii: "/") ? [UInt8(ascii: "/")] : []
    return Path(bytes: slash + components.joined(separator: [UInt8(ascii: "/")]))
  }

  package init(systemString: UnsafePointer<CChar>) {
    self.init(
      bytes: Array(UnsafeRawBufferPointer(start: systemString, count: strlen(systemString))))
  }
}
