internal import CVips
internal import Glibc
internal import Synchronization

/// Catches GObject's complaints about the value of a property. It only prints a warning to standard error, and keeps
/// the old value.
enum PropertyWarnings {
  /// The last warning of each thread that listens.
  private static let heard = Mutex<[UInt: String?]>([:])

  /// Installs the handler; called once, when libvips starts. Warnings for which nobody listens come back as errors as
  /// well (a header with a width of 0, for instance), so they are dropped.
  static func install() {
    let levels = GLogLevelFlags(G_LOG_LEVEL_WARNING.rawValue | G_LOG_LEVEL_CRITICAL.rawValue)
    _ = g_log_set_handler(
      "GLib-GObject", levels,
      { _, _, message, _ in
        let text = message.map { String(cString: $0) } ?? ""
        PropertyWarnings.heard.withLock {
          if $0.keys.contains(UInt(pthread_self())) { $0[UInt(pthread_self())] = .some(text) }
        }
      }, nil)
  }

  /// Calls `body` and returns its result, with the last warning that came up in it on this thread.
  static func collected<Answer>(_ body: () -> Answer) -> (Answer, warning: String?) {
    let thread = UInt(pthread_self())
    heard.withLock { $0[thread] = .some(nil) }
    let answer = body()
    let warning = heard.withLock { $0.removeValue(forKey: thread) }
    return (answer, warning ?? nil)
  }
}
