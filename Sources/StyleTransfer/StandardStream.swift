package import Files
internal import Glibc
package import ImageIO
internal import Synchronization

/// Pictures through a pipe.
package enum StandardStream {
  /// The picture on standard input, kept: when a device fails, or something is tried again, it is
  /// decoded once more, and a pipe can be read only once.
  package static let picture = Result { () throws(ImageError) in try read() }

  private static let streams = Mutex<[Path: Result<[UInt8], ImageError>]>([:])

  /// The bytes that came through another stream, kept for the same reason.
  ///
  /// - Throws: `ImageError.unreadable`.
  package static func picture(of stream: Path) throws -> [UInt8] {
    try streams.withLock { streams in
      let result =
        streams[stream]
        ?? Result { () throws(ImageError) in
          guard let descriptor = stream.openDescriptor else {
            throw .unreadable(path: stream.description, reason: "is no stream of this program")
          }
          return try read(descriptor, name: stream.description)
        }
      streams[stream] = result
      return try result.get()
    }
  }

  package static func read(
    _ descriptor: Int32 = STDIN_FILENO, name: String = "standard input"
  ) throws(ImageError) -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Glibc.read(descriptor, &chunk, chunk.count)
      if count == 0 { return bytes }
      if count > 0 {
        bytes += chunk[..<count]
      } else if errno != EINTR {
        throw ImageError.unreadable(path: name, reason: .last)
      }
    }
  }

  /// - Throws: ``ImageError/unwritable(path:reason:)``.
  package static func write(_ bytes: [UInt8]) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if errno != EINTR {
        throw ImageError.unwritable(
          path: "standard output", reason: .last)
      }
    }
  }
}

extension Path {
  /// The number of the open descriptor that a path such as `/dev/fd/63` names, as shells write it for
  /// `<(command)`; nil where it names none, or one of a file, which is opened like any other.
  package var openDescriptor: Int32? {
    let names = components.map { String(decoding: $0, as: UTF8.self) }
    guard bytes.first == UInt8(ascii: "/"), let last = names.last, let number = Int32(last),
      [["dev", "fd"], ["proc", "self", "fd"]].contains(Array(names.dropLast())),
      FileStatus(self)?.kind == .other
    else { return nil }
    return number
  }
}
