internal import CFiles
internal import Files
internal import Glibc

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// The process that decodes one picture, and the pipe that its rows come through.
final class DecoderProcess: @unchecked Sendable {
  /// The memory of such a process besides the decoder's: the program, its libraries, strips of rows. In bytes, an
  /// estimate that was not measured yet.
  static let baseBytes = 48 << 20

  /// The name of the picture in errors.
  let name: String
  private let clock: DecodingClock
  // Used by one thread at a time.
  private var process: pid_t
  private let output: Int32

  enum Message {
    case header(Int)
    case rows(Int)
  }

  /// - Throws: ``ImageError/unreadable(path:reason:)`` when the system makes no process.
  init(
    _ program: DecoderProgram, _ input: ImageInput, _ source: InputSource,
    _ limits: ImageLimits, _ clock: DecodingClock
  ) throws {
    (name, self.clock) = (input.name, clock)
    let request = DecoderRequest(input.name, limits)
    let text = String(decoding: try JSONEncoder().encode(request), as: UTF8.self)
    do throws(Cause) {
      (process, output) = try Self.start(program, text, source)
    } catch {
      throw ImageError.unreadable(path: input.name, reason: error)
    }
  }

  deinit {
    close(output)
    finish()
  }

  /// Waits for the next message.
  ///
  /// - Throws: the other process's own ``ImageError``, ``ImageError/decoderEnded(path:reason:)``,
  ///   ``ImageError/decodingTooSlow(path:seconds:)``.
  func message() throws -> Message {
    var prefix = [UInt8](repeating: 0, count: DecoderMessage.prefixBytes)
    try prefix.withUnsafeMutableBytes { try read(into: $0) }
    let count = prefix.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: 1, as: Int.self) }
    guard let kind = DecoderMessage(rawValue: prefix[0]), count >= 0,
      kind == .rows || count <= DecoderMessage.longestText
    else { throw ended("it sent what can't be understood") }
    switch kind {
    case .header: return .header(count)
    case .rows: return .rows(count)
    case .failure:
      var text = [UInt8](repeating: 0, count: count)
      try text.withUnsafeMutableBytes { try read(into: $0) }
      throw (try? JSONDecoder().decode(ImageError.self, from: Data(text)))
        ?? ended("it sent what can't be understood")
    }
  }

  func read(into bytes: UnsafeMutableRawBufferPointer) throws {
    try clock.run { deadline in
      var done = 0
      while done < bytes.count {
        var wait = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
        let left = deadline.map { max(0, min(($0 - .now) / .milliseconds(1), 1e9)) }
        let ready = poll(&wait, 1, left.map { Int32($0.rounded(.up)) } ?? -1)
        if ready < 0, errno == EINTR { continue }
        if ready == 0, let limit = clock.limit {
          kill(process, SIGKILL)
          throw ImageError.decodingTooSlow(path: name, seconds: limit)
        }
        let count = Glibc.read(output, bytes.baseAddress! + done, bytes.count - done)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { throw ended("it ended before the picture did") }
        done += count
      }
    }
  }

  /// Makes the error of a process that doesn't do what it should, with the signal that ended it where that is known.
  func ended(_ words: String) -> ImageError {
    var status: Int32 = 0
    var reason = words
    if process > 0 {
      // Nothing more comes out of it, so it is at its end, or not worth waiting for.
      for _ in 0..<200 {
        guard waitpid(process, &status, WNOHANG) == 0 else {
          process = 0
          break
        }
        usleep(5000)
      }
      if process == 0, status & 0x7f != 0 {
        reason = "it was ended by signal \(status & 0x7f)"
      }
    }
    return .decoderEnded(path: name, reason: reason)
  }

  private func finish() {
    guard process > 0 else { return }
    kill(process, SIGKILL)
    while waitpid(process, nil, 0) < 0, errno == EINTR {}
    process = 0
  }

  private static func start(
    _ program: DecoderProgram, _ request: String, _ source: InputSource
  ) throws(Cause) -> (pid_t, output: Int32) {
    let input = try file(of: source)
    defer { close(input) }
    var ends: [Int32] = [-1, -1]
    guard stylize_pipe(&ends) == 0 else { throw .last }
    defer { close(ends[1]) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO)
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
    var process: pid_t = 0
    let arguments = [program.path] + program.arguments + [request]
    let pointers = arguments.map { strdup($0) } + [nil]
    defer { pointers.forEach { free($0) } }
    // The runtime would take its time to describe a crash that is expected of such decoders.
    let backtraces = strdup("SWIFT_BACKTRACE=enable=no")
    defer { free(backtraces) }
    let environment = Self.environment + [backtraces, nil]
    let failure = posix_spawn(&process, program.path, &actions, nil, pointers, environment)
    guard failure == 0 else {
      close(ends[0])
      throw Cause(failure)
    }
    return (process, ends[0])
  }

  /// The environment of this process, without the variable that is set anew.
  private static var environment: [UnsafeMutablePointer<CChar>?] {
    var variables: [UnsafeMutablePointer<CChar>?] = []
    var next = environ
    while let variable = next.pointee {
      if strncmp(variable, "SWIFT_BACKTRACE=", 16) != 0 { variables.append(variable) }
      next += 1
    }
    return variables
  }

  /// Opens the picture as a file with an offset of its own, at its beginning.
  private static func file(of source: InputSource) throws(Cause) -> Int32 {
    if let descriptor = source.descriptor {
      // Opened anew: a copy of the descriptor would share its place in the file.
      let again = open("/proc/self/fd/\(descriptor)", O_RDONLY | O_CLOEXEC)
      guard again >= 0 else { throw .last }
      return again
    }
    let memory = stylize_memory_file("stylize-picture")
    guard memory >= 0 else { throw .last }
    let failure: Cause? = source.allBytes()!.withUnsafeBytes { bytes in
      do throws(Cause) { try FileContents.write(bytes, to: memory) } catch { return error }
      return nil
    }
    if let failure {
      close(memory)
      throw failure
    }
    lseek(memory, 0, SEEK_SET)
    return memory
  }
}
