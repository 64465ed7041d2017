internal import Glibc

/// The bytes of small files, read whole.
package enum FileContents {
  /// Reads a regular file.
  ///
  /// - Parameters:
  ///   - limit: the largest size, in bytes; a larger file is refused.
  ///   - isOwn: whether it is a file that the program keeps, which nobody else may have put there.
  ///   - mayBePipe: whether the file was named by a person, who may have meant a pipe.
  package static func read(
    _ path: UnsafePointer<CChar>, limit: Int = 1 << 30, isOwn: Bool = false, mayBePipe: Bool = false
  ) throws(Cause) -> [UInt8] {
    let descriptor =
      try isOwn
      ? FileOpening.toReadOwn(path)
      : mayBePipe ? FileOpening.toReadOnce(path) : FileOpening.toRead(path)
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    try forEachChunk(of: descriptor) { (chunk) throws(Cause) in
      guard bytes.count + chunk.count <= limit else {
        throw .text("is larger than \(limit) bytes")
      }
      bytes += chunk
    }
    return bytes
  }

  /// Reads an open file to its end, piece by piece.
  package static func forEachChunk(
    of descriptor: Int32, _ body: (UnsafeRawBufferPointer) throws(Cause) -> Void
  ) throws(Cause) {
    let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 64)
    defer { chunk.deallocate() }
    while true {
      let count = Glibc.read(descriptor, chunk.baseAddress, chunk.count)
      if count == 0 { return }
      if count > 0 {
        try body(UnsafeRawBufferPointer(rebasing: chunk[..<count]))
      } else if errno != EINTR {
        throw .last
      }
    }
  }

  /// Writes all bytes at the descriptor's current offset.
  package static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) throws(Cause) {
    var done = 0
    while done < bytes.count {
      let count = Glibc.write(descriptor, bytes.baseAddress! + done, bytes.count - done)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw count < 0 ? .last : Cause(EIO) }
      done += count
    }
  }
}
