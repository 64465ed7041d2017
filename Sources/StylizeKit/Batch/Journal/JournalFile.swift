internal import Foundation
internal import Glibc
internal import Images

/// Lines at the end of a file, each written in one piece, so that several programs can share it.
struct JournalFile {
  private let path: PicturePath
  private var descriptor: Int32 = -1
  /// Whether the last line has no end: a process was killed or the disk was full in the middle of it.
  private var isTorn = false

  init(_ path: PicturePath) { self.path = path }

  /// - Throws: `ImageError.unwritable`, ``JobError/folderCannotBeMade(path:reason:)``.
  mutating func append(_ line: [UInt8], toDisk: Bool) throws {
    if descriptor < 0 { try open() }
    let bytes = (isTorn ? [UInt8(ascii: "\n")] : []) + line + [UInt8(ascii: "\n")]
    let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    isTorn = count != bytes.count && (isTorn || count > 0)
    guard count == bytes.count else { throw failed(count < 0 ? errno : ENOSPC) }
    if toDisk, fdatasync(descriptor) != 0 { throw failed(errno) }
  }

  /// Brings all lines to the disk.
  mutating func close() {
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    Glibc.close(descriptor)
    descriptor = -1
  }

  private mutating func open() throws {
    try path.folder.makeFolder()
    descriptor = Glibc.open(
      path.cString, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0o666)
    guard descriptor >= 0 else { throw failed(errno) }
    let end = lseek(descriptor, 0, SEEK_END)
    var last = UInt8(ascii: "\n")
    isTorn = end > 0 && pread(descriptor, &last, 1, end - 1) == 1 && last != UInt8(ascii: "\n")
  }

  private func failed(_ number: Int32) -> ImageError {
    .unwritable(path: path.description, reason: String(cString: strerror(number)))
  }
}
