import BatchProcessing
import Files
import Glibc
import ImageIO
import StyleTransfer
import Synchronization

/// Pictures and lists through pipes of this process.
enum StandardStream {
  private static let streams = Mutex<[Path: Result<[UInt8], ImageError>]>([:])

  /// The stream that a person names as an input: `-` or `/dev/stdin` for standard input, or a pipe that the shell
  /// passes on as `/dev/fd/63`; nil for a file.
  @Sendable static func source(at path: Path) -> ByteSource? {
    let standardInput = ByteSource(path: JobRequest.standardStream, name: "standard input") {
      try bytes(of: STDIN_FILENO, at: JobRequest.standardStream, name: "standard input")
    }
    if path == JobRequest.standardStream { return standardInput }
    guard FileStatus(path)?.kind == .other else { return nil }
    if path.normalised == "/dev/stdin" { return standardInput }
    guard path.openDescriptor != nil else { return nil }
    return ByteSource(path: path, name: path.description) {
      guard let descriptor = path.openDescriptor else {
        throw ImageError.unreadable(
          path: path.description, reason: "is no stream of this program")
      }
      return try bytes(of: descriptor, at: path, name: path.description)
    }
  }

  /// Standard output, for a single result.
  static let output = ByteSink(name: "standard output") { try write($0) }

  /// The bytes of a list that comes through a pipe; nil for a file.
  ///
  /// - Throws: `ImageError.unreadable`.
  static func list(at path: Path) throws -> [UInt8]? {
    if path == JobRequest.standardStream { return try read() }
    return try path.openDescriptor.map { try read($0, name: path.description) }
  }

  /// The bytes of a picture, kept: when a device fails, or something is tried again, it is decoded once more, and a
  /// pipe can be read only once.
  private static func bytes(
    of descriptor: Int32, at path: Path, name: String
  ) throws -> [UInt8] {
    try streams.withLock { streams in
      let result =
        streams[path] ?? Result { () throws(ImageError) in try read(descriptor, name: name) }
      streams[path] = result
      return try result.get()
    }
  }

  private static func read(
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
  private static func write(_ bytes: [UInt8]) throws {
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
  var openDescriptor: Int32? {
    let names = components.map { String(decoding: $0, as: UTF8.self) }
    guard bytes.first == UInt8(ascii: "/"), let last = names.last, let number = Int32(last),
      [["dev", "fd"], ["proc", "self", "fd"]].contains(Array(names.dropLast())),
      FileStatus(self)?.kind == .other
    else { return nil }
    return number
  }
}
