package import Glibc

/// The metadata that the file system keeps of a path.
package struct FileStatus: Equatable {
  package enum Kind { case file, folder, link, other }

  /// The device and inode numbers, which are equal for all paths to one file.
  package struct Identity: Hashable {
    package var device: UInt
    package var inode: UInt
  }

  package var kind: Kind
  package var identity: Identity
  /// The size, in bytes.
  package var size: Int
  /// The time at which the contents were last changed.
  package var time: FileTime
  /// The same time in nanoseconds since 1970, as journals keep it: clamped to the years 1677 to
  /// 2262.
  package var modified: Int { time.nanoseconds }

  /// Reads the metadata of a path; nil when nothing of that name exists or it may not be looked at,
  /// in which case `errno` says why.
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

/// A moment as file systems keep it, which may lie before 1970 or in the year 500 million.
package struct FileTime: Hashable, Comparable {
  /// The whole seconds since the beginning of 1970.
  package var seconds: Int
  /// The nanoseconds after that second, 0 to 999,999,999.
  package var fraction: Int

  package init(_ time: timespec) { (seconds, fraction) = (time.tv_sec, time.tv_nsec) }

  /// This moment, by the system's clock.
  package static var now: FileTime {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return FileTime(time)
  }

  /// The nanoseconds since the beginning of 1970, clamped to the range of an `Int`.
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
  /// The path as a null-terminated string, for system calls.
  package var cString: [CChar] { bytes.map(CChar.init(bitPattern:)) + [0] }

  /// The path with all links resolved; nil when nothing is there.
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
