internal import Glibc
internal import Images

/// Pictures through a pipe.
enum StandardStream {
  /// The picture on standard input, kept: when a device fails, or something is tried again, it is
  /// decoded once more, and a pipe can be read only once.
  static let picture = Result { () throws(ImageError) in try read() }

  static func read() throws(ImageError) -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Glibc.read(STDIN_FILENO, &chunk, chunk.count)
      if count == 0 { return bytes }
      if count > 0 {
        bytes += chunk[..<count]
      } else if errno != EINTR {
        throw ImageError.unreadable(
          path: "standard input", reason: String(cString: strerror(errno)))
      }
    }
  }

  /// - Throws: ``ImageError/unwritable(path:reason:)``.
  static func write(_ bytes: [UInt8]) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if errno != EINTR {
        throw ImageError.unwritable(
          path: "standard output", reason: String(cString: strerror(errno)))
      }
    }
  }
}
