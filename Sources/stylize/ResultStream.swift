import Files
import Foundation
import Synchronization

/// Standard output, written line by line so that its reader has each result as soon as there is
/// one.
enum ResultStream {
  private static let failure = Mutex<Int32>(0)

  /// The reason why not everything was written, in the system's words; nil when everything was.
  static var problem: String? {
    let number = failure.withLock { $0 }
    return number == 0 ? nil : String(cString: strerror(number))
  }

  static func write(line: some Sequence<UInt8>) {
    if Terminal.isBehind(.output) { TerminalLine.clear() }
    write(Array(line) + [UInt8(ascii: "\n")])
  }

  static func write(_ bytes: [UInt8]) {
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeBytes {
        Foundation.write(STDOUT_FILENO, $0.baseAddress! + done, bytes.count - done)
      }
      if count < 0, errno != EINTR {
        let number = errno
        return failure.withLock { $0 = number }
      }
      done += max(count, 0)
    }
  }

  /// Writes a path byte for byte; on a terminal, control characters are made visible.
  static func write(path: Path) {
    if isatty(STDOUT_FILENO) == 1 {
      write(line: path.description.utf8)
    } else {
      write(line: path.bytes)
    }
  }
}

/// Replaces the standard library's function, whose failures would go unnoticed.
func print(_ text: String = "") { ResultStream.write(line: text.utf8) }
