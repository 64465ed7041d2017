import Foundation
import StylizeKit

/// Standard output, line by line: whoever reads it has each result as soon as there is one.
enum ResultStream {
  static func write(line: some Sequence<UInt8>) {
    if Terminal.isBehind(.output) { TerminalLine.clear() }
    let bytes = Array(line) + [UInt8(ascii: "\n")]
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeBytes {
        Foundation.write(STDOUT_FILENO, $0.baseAddress! + done, bytes.count - done)
      }
      if count < 0, errno != EINTR { return }
      done += max(count, 0)
    }
  }

  /// A path as it is, byte for byte; on a terminal without what terminals take for commands.
  static func write(path: PicturePath) {
    if isatty(STDOUT_FILENO) == 1 {
      write(line: path.description.utf8)
    } else {
      write(line: path.bytes)
    }
  }
}
