internal import CVips
internal import Files
internal import Glibc

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// The decoding side of isolation: a process of its own for one picture.
package enum DecoderService {
  /// Decodes the picture on standard input to standard output, and ends the process.
  ///
  /// - Parameter request: the last argument of a process that a ``DecoderProgram`` describes.
  package static func run(_ request: String) -> Never {
    // Whoever asked decides when it is enough; a terminal or a service manager tells the whole group.
    for number in [SIGINT, SIGTERM, SIGHUP, SIGQUIT] { signal(number, SIG_IGN) }
    // Where memory gives out, this process goes first. No core of a hostile file is worth its room.
    if let file = fopen("/proc/self/oom_score_adj", "we") {
      fputs("1000", file)
      fclose(file)
    }
    var none = rlimit(rlim_cur: 0, rlim_max: 0)
    setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
    let output = dup(STDOUT_FILENO)
    let input = dup(STDIN_FILENO)
    // What libraries print must not come between the pixels.
    dup2(STDERR_FILENO, STDOUT_FILENO)
    do {
      try SystemThread.start { leaveWhenAlone(output) }
      try send(request, input, to: output)
    } catch let error as ImageError {
      let bytes = (try? JSONEncoder().encode(error)).map(Array.init) ?? []
      try? write(.failure, bytes, to: output)
    } catch {}
    _exit(0)
  }

  /// Ends the process when the reader of its rows has gone. A decoder that is stuck would never notice that.
  private static func leaveWhenAlone(_ output: Int32) {
    var wait = pollfd(fd: output, events: 0, revents: 0)
    while poll(&wait, 1, -1) >= 0 || errno == EINTR {
      if wait.revents & Int16(POLLERR | POLLHUP | POLLNVAL) != 0 { _exit(0) }
    }
  }

  private static func send(_ request: String, _ input: Int32, to output: Int32) throws {
    let request = try JSONDecoder().decode(DecoderRequest.self, from: Data(request.utf8))
    try ImageCodecs.allowUntrustedFormats(true)
    let reader = try ImageReader(
      .descriptor(input, name: request.name), limits: request.limits)
    let info = reader.info
    let answer = DecoderAnswer(
      info: info, metadata: reader.metadata.list,
      resolution: [reader.metadata.resolution.x, reader.metadata.resolution.y])
    try write(.header, Array(JSONEncoder().encode(answer)), to: output)
    let (colourBytes, alphaBytes) = info.rowBytes
    let count = max(1, (1 << 20) / (colourBytes + alphaBytes))
    var colour = [UInt8](repeating: 0, count: count * colourBytes)
    var alpha = [UInt8](repeating: 0, count: count * alphaBytes)
    var message: [UInt8] = []
    for top in stride(from: 0, to: info.height, by: count) {
      let rows = top..<min(top + count, info.height)
      try colour.withUnsafeMutableBytes { colour in
        try alpha.withUnsafeMutableBytes { alpha in
          try reader.read(rows: rows, into: colour, alpha: info.hasAlpha ? alpha : nil)
        }
      }
      message.removeAll(keepingCapacity: true)
      for row in 0..<rows.count {
        message += colour[(row * colourBytes)..<((row + 1) * colourBytes)]
        message += alpha[(row * alphaBytes)..<((row + 1) * alphaBytes)]
      }
      try write(.rows, message, to: output)
    }
  }

  private static func write(
    _ message: DecoderMessage, _ bytes: [UInt8], to output: Int32
  ) throws(Cause) {
    let prefix = [message.rawValue] + withUnsafeBytes(of: bytes.count) { Array($0) }
    for part in [prefix, bytes] {
      let failure: Cause? = part.withUnsafeBytes { part in
        do throws(Cause) { try FileContents.write(part, to: output) } catch { return error }
        return nil
      }
      if let failure { throw failure }
    }
  }
}

extension ImageInfo {
  /// The sizes of a row's colours and of its opacity, in bytes; the latter is 0 for a picture without one.
  var rowBytes: (colour: Int, alpha: Int) {
    (width * 3 * depth.bytes, hasAlpha ? width * depth.bytes : 0)
  }
}
