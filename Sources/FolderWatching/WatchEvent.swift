package import BatchProcessing
package import Files
package import StyleTransfer

/// An event of watching a folder, reported as it happens, one at a time.
package enum WatchEvent: Sendable {
  /// The network is ready, and every photograph that is or arrives in the folder from now on is
  /// seen.
  case watching(WatchMethod)
  case batch(BatchEvent)
  /// A photograph had disappeared when its turn came.
  case gone(Path)
  /// A photograph failed through no fault of its own and will be tried again.
  case postponed(Job.Source, BatchEvent.Failure, seconds: Double)
  case leftOut(SkippedInput)
  /// The system lost events because there were too many; the folder is scanned again.
  case overflowed
  case folderGone(Path)
  case folderBack(Path)
  case reloaded
  case notReloaded(reason: String)
  /// Something other than rendering failed: moving a photograph, reading a folder.
  case trouble(reason: String)
  /// The watcher is alive; see ``WatchRequest/aliveSeconds``.
  case alive
}

/// The way in which changes in a folder are detected.
package enum WatchMethod: Hashable, Sendable, CustomStringConvertible {
  /// The system reports changes.
  case events
  /// The folder is scanned at this interval; the reason is nil where polling was requested.
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

/// The progress of a watcher.
package struct WatchStatus: Hashable, Sendable {
  package var painted = 0
  /// The number of photographs whose results existed already.
  package var skipped = 0
  package var failed = 0
  /// The number of photographs that were seen but have not settled or not been started yet.
  package var waiting = 0
  package var inWork = 0
  /// The last photograph that was rendered.
  package var last: Path?
  /// The total pixel count of the finished results.
  package var pixels = 0
  /// The time since the watcher was started, in seconds.
  package var seconds = 0.0

  package init() {}
}
