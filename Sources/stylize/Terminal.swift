import Files
import Foundation

/// The terminal that a stream goes to.
enum Terminal {
  enum Stream {
    case output, error

    fileprivate var descriptor: Int32 { self == .output ? STDOUT_FILENO : STDERR_FILENO }
  }

  static func isBehind(_ stream: Stream) -> Bool { isatty(stream.descriptor) == 1 }

  /// The current width in columns; nil where there is no terminal or it doesn't say.
  static func width(of stream: Stream) -> Int? {
    var size = winsize()
    guard ioctl(stream.descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
      return nil
    }
    return Int(size.ws_col)
  }
}
