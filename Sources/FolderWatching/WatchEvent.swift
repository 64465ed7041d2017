package import BatchProcessing
package import Files
package import StyleTransfer

/// What happens while a folder is watched, told one event at a time.
package enum WatchEvent: Sendable {
  /// The network is warm, and everything that lies or comes into the folder from now on is seen.
  case watching(WatchMethod)
  case batch(BatchEvent)
  /// A photograph was gone when its turn came.
  case gone(Path)
  /// What failed is no fault of the photograph, which is tried again.
  case postponed(Job.Source, BatchEvent.Failure, seconds: Double)
  case leftOut(SkippedInput)
  /// More happened than the system could tell; everything is looked at again.
  case overflowed
  case folderGone(Path)
  case folderBack(Path)
  case reloaded
  case notReloaded(reason: String)
  /// Something beside the painting went wrong: moving a photograph, reading a folder.
  case trouble(reason: String)
  /// See ``WatchRequest/aliveSeconds``.
  case alive
}

/// How is found out what happens in a folder.
package enum WatchMethod: Hashable, Sendable, CustomStringConvertible {
  /// The system tells.
  case events
  /// By looking every so many seconds, for a reason where it was not asked for.
  case polling(seconds: Double, reason: String?)

  package var description: String {
    switch self {
    case .events: return "by events"
    case .polling(let seconds, let reason):
      let text = seconds == seconds.rounded() ? "\(Int(seconds))" : "\(seconds)"
      return "by a look every \(text) s" + (reason.map { " (\($0))" } ?? "")
    }
  }
}

/// How far a watcher is.
package struct WatchStatus: Hashable, Sendable {
  package var painted = 0
  /// There already.
  package var skipped = 0
  package var failed = 0
  /// Seen, but not settled or not begun yet.
  package var waiting = 0
  package var inWork = 0
  /// The last photograph that was painted.
  package var last: Path?
  /// Pixels painted.
  package var pixels = 0
  /// Since the watcher was started.
  package var seconds = 0.0

  package init() {}
}
