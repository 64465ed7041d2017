import BatchProcessing
import Files
import Glibc
import ImageIO
import StyleTransfer
import Synchronization

/// The streams of this process that carry pictures and lists.
enum StandardStream {
  private static let streams = Mutex<[Path: Result<[UInt8], ImageError>]>([:])

  /// The stream that the user names as an input: `-` or `/dev/stdin` for standard input, or a pipe that the shell
  /// passes on as `/dev/fd/63`; nil for a file.
  @Sendable static func source(at path: Path) -> ByteSource? {
    let standardInput = ByteSource(path: JobRequest.standardStream, name: "standard input") {
      try bytes(of: STDIN_FILENO, at: JobRequest.standardStream, name: "standard input")
    }
    if path == JobRequest.standardStream { return standardInput }
    guard FileStatus(path)?.kind == .other else { return nil }
    if path.normalised == "/dev/stdin" { return standardInput }
    return path.openDescriptor.map { descriptor in
      ByteSource(path: path, name: path.description) {
        try bytes(of: descriptor, at: path, name: path.description)
      }
    }
  }

  /// Standard output, for a single result.
  static let output = ByteSink(name: "standard output") { try write($0) }

  /// The bytes of a picture, kept in memory: when a device fails or a step is retried it is decoded again, and a pipe
  /// can be read only once.
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

  /// Reads an open stream to its end.
  ///
  /// - Throws: ``ImageError/unreadable(path:reason:)``.
  static func read(
    _ descriptor: Int32 = STDIN_FILENO, name: String = "standard input"
  ) throws(ImageError) -> [UInt8] {
    var bytes: [UInt8] = []
    do throws(Cause) {
      try FileContents.forEachChunk(of: descriptor) { (chunk) throws(Cause) in bytes += chunk }
    } catch {
      throw .unreadable(path: name, reason: error)
    }
    return bytes
  }

  /// - Throws: ``ImageError/unwritable(path:reason:)``.
  private static func write(_ bytes: [UInt8]) throws {
    let failure = bytes.withUnsafeBytes { bytes -> Cause? in
      do throws(Cause) { try FileContents.write(bytes, to: STDOUT_FILENO) } catch { return error }
      return nil
    }
    if let failure { throw ImageError.unwritable(path: "standard output", reason: failure) }
  }
}
