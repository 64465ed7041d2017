import Files
import Foundation
import Logging

/// The handler that writes log lines for users to standard error: `stylize: warning: …`.
struct PlainLogHandler: LogHandler {
  var metadata: Logger.Metadata = [:]
  var logLevel: Logger.Level

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) { Self.write(event.level, "\(event.message)") }

  /// - Parameter message: one line; terminal control characters are made visible.
  static func write(_ level: Logger.Level, _ message: String) { write(level, lines: [message]) }

  /// - Parameter lines: the lines of one message, of which the first gets the label.
  static func write(_ level: Logger.Level, lines: [String]) {
    let label = [.info, .notice].contains(level) ? "" : "\(level): "
    TerminalLine.clear()
    let priority = isReadByJournal ? "<\(level.syslogPriority)>" : ""
    let message = lines.map(\.printable).joined(separator: "\n")
    let text = "\(priority)stylize: \(label)\(message)\n"
    FileHandle.standardError.write(Data(text.utf8))
  }

  /// Whether standard error goes straight to journald, which reads a line's priority from its beginning (sd-daemon(3)).
  /// `JOURNAL_STREAM` is inherited, so it must identify this very stream.
  private static let isReadByJournal: Bool = {
    var facts = stat()
    guard let stream = ProcessInfo.processInfo.environment["JOURNAL_STREAM"],
      fstat(STDERR_FILENO, &facts) == 0
    else { return false }
    return stream == "\(facts.st_dev):\(facts.st_ino)"
  }()
}

extension Logger.Level {
  /// The priority as syslog(3) numbers it.
  fileprivate var syslogPriority: Int {
    switch self {
    case .trace, .debug: 7
    case .info: 6
    case .notice: 5
    case .warning: 4
    case .error: 3
    case .critical: 2
    }
  }
}
