internal import Glibc
internal import Images

/// The bytes of files that are no pictures.
enum FileBytes {
  /// - Throws: ``FileError/unreadable(path:reason:)``.
  static func read(_ path: PicturePath) throws -> [UInt8] {
    var bytes: [UInt8] = []
    try forEachChunk(of: path) { bytes += $0 }
    return bytes
  }

  /// - Throws: ``FileError/unreadable(path:reason:)``.
  static func forEachChunk(
    of path: PicturePath, _ body: (UnsafeRawBufferPointer) -> Void
  ) throws {
    func unreadable() -> FileError {
      .unreadable(path: path, reason: String(cString: strerror(errno)))
    }
    let descriptor = open(path.cString, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw unreadable() }
    defer { close(descriptor) }
    let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 64)
    defer { chunk.deallocate() }
    while true {
      let count = Glibc.read(descriptor, chunk.baseAddress, chunk.count)
      if count == 0 { return }
      if count > 0 {
        body(UnsafeRawBufferPointer(rebasing: chunk[..<count]))
      } else if errno != EINTR {
        throw unreadable()
      }
    }
  }
}
