internal import Glibc
internal import Images

/// What the file system says of a path.
struct FileFacts: Equatable {
  enum Kind { case file, folder, link, other }

  /// What makes two paths one file, whatever they are called.
  struct Identity: Hashable {
    var device: UInt
    var inode: UInt
  }

  var kind: Kind
  var identity: Identity
  /// Bytes.
  var size: Int
  /// When the contents were last changed.
  var time: FileTime
  /// The same in nanoseconds since 1970, as journals keep it: clamped to the years 1677 to 2262.
  var modified: Int { time.nanoseconds }

  /// Nil when there is nothing of that name or it may not be looked at; `errno` says why.
  init?(_ path: PicturePath, followingLinks: Bool = true) {
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
struct FileTime: Hashable, Comparable {
  /// Since the beginning of 1970.
  var seconds: Int
  /// 0 to 999,999,999 after that second.
  var fraction: Int

  init(_ time: timespec) { (seconds, fraction) = (time.tv_sec, time.tv_nsec) }

  /// This moment, by the system's clock.
  static var now: FileTime {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return FileTime(time)
  }

  /// Since the beginning of 1970, clamped to what an `Int` holds.
  var nanoseconds: Int {
    let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    guard !overflow else { return seconds < 0 ? .min : .max }
    let (sum, carried) = whole.addingReportingOverflow(fraction)
    return carried ? .max : sum
  }

  static func < (one: FileTime, other: FileTime) -> Bool {
    (one.seconds, one.fraction) < (other.seconds, other.fraction)
  }

  /// Whether two moments are less than some seconds apart.
  func isNear(_ other: FileTime, seconds: Int) -> Bool {
    let (apart, overflow) = self.seconds.subtractingReportingOverflow(other.seconds)
    return !overflow && apart > -seconds && apart < seconds
  }
}

extension PicturePath {
  /// For the system's calls.
  var cString: [CChar] { bytes.map(CChar.init(bitPattern:)) + [0] }

  /// The path with all links resolved; nil when there is nothing there.
  var resolved: PicturePath? {
    guard let real = realpath(cString, nil) else { return nil }
    defer { free(real) }
    return PicturePath(systemString: real)
  }

  /// The path from the root of the file system; links are left as they are.
  var absolute: PicturePath {
    guard bytes.first != UInt8(ascii: "/"), let working = getcwd(nil, 0) else {
      return normalised
    }
    defer { free(working) }
    return PicturePath(systemString: working).appending(self).normalised
  }

  /// The components, without empty ones and `.`.
  var components: [ArraySlice<UInt8>] {
    bytes.split(separator: UInt8(ascii: "/")).filter { !$0.elementsEqual(".".utf8) }
  }

  /// The path without empty components and `.`.
  var normalised: PicturePath {
    let slash: [UInt8] = bytes.first == UInt8(ascii: "/") ? [UInt8(ascii: "/")] : []
    return PicturePath(bytes: slash + components.joined(separator: [UInt8(ascii: "/")]))
  }

  init(systemString: UnsafePointer<CChar>) {
    self.init(
      bytes: Array(UnsafeRawBufferPointer(start: systemString, count: strlen(systemString))))
  }
}
