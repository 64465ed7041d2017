import Foundation
import Logging

/// Log lines on standard error, as a person reads them: `stylize: warning: …`.
struct PlainLogHandler: LogHandler {
  var metadata: Logger.Metadata = [:]
  var logLevel: Logger.Level

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    let label = event.level == .info ? "" : "\(event.level): "
    FileHandle.standardError.write(Data("stylize: \(label)\(event.message)\n".utf8))
  }
}
