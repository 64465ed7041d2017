internal import CVips
internal import Glibc
internal import Synchronization

/// Hears what GObject has against the value of a property. It says so only as a warning on standard error, and
/// keeps the old value.
enum PropertyWarnings {
  /// By thread, and only while one listens.
  private static let heard = Mutex<[UInt: String?]>([:])

  /// Called once, when libvips starts. What nobody listens for comes back as an error as well (a header with a
  /// width of 0, for instance), so it isn't said.
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

  /// What `body` returns, and the last warning that came up in it on this thread.
  static func collected<Answer>(_ body: () -> Answer) -> (Answer, warning: String?) {
    let thread = UInt(pthread_self())
    heard.withLock { $0[thread] = .some(nil) }
    let answer = body()
    let warning = heard.withLock { $0.removeValue(forKey: thread) }
    return (answer, warning ?? nil)
  }
}
