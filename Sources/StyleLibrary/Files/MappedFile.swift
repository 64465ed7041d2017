internal import Files
internal import Glibc

/// A file's bytes as the system maps them, read when they are touched.
package final class MappedFile: @unchecked Sendable {
  package let path: String
  // Mapped read-only and never written, so any thread may read.
  package let bytes: UnsafeRawBufferPointer

  /// - Parameter limit: the largest size, in bytes; a larger file is refused before it is mapped.
  /// - Throws: ``ModelError/unreadable``, ``ModelError/tooLarge``.
  package init(_ path: String, limit: Int) throws {
    self.path = path
    let file: Int32
    do throws(Cause) { file = try FileOpening.toRead(path) } catch {
      throw ModelError.unreadable(path: path, reason: error)
    }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0 else {
      throw ModelError.unreadable(path: path, reason: .last)
    }
    let count = Int(status.st_size)
    guard count <= limit else {
      throw ModelError.tooLarge(path: path, bytes: count, limit: limit)
    }
    guard count > 0 else {
      bytes = UnsafeRawBufferPointer(start: nil, count: 0)
      return
    }
    let data = mmap(nil, count, PROT_READ, MAP_PRIVATE, file, 0)
    guard let data, data != MAP_FAILED else {
      throw ModelError.unreadable(path: path, reason: .last)
    }
    bytes = UnsafeRawBufferPointer(start: data, count: count)
  }

  deinit {
    if let start = bytes.baseAddress {
      munmap(UnsafeMutableRawPointer(mutating: start), bytes.count)
    }
  }
}
