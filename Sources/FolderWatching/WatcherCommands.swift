internal import Files
internal import Synchronization

/// The requests of other threads to the watching one, and the state that they may read.
final class WatcherCommands: Sendable {
  struct Requests: Sendable {
    /// The photographs to check again, and the times for which they have to be left alone.
    var settle: [(path: Path, quiet: Duration)] = []
    /// The files of a reloaded look; nil when none was reloaded.
    var styles: StyleFiles?
    /// Whether to scan the whole folder again.
    var rescan = false
  }

  private let requests = Mutex(Requests())
  private let unsettledCount = Atomic<Int>(0)

  func put(_ write: (inout Requests) -> Void) { requests.withLock { write(&$0) } }

  /// Removes and returns all requests.
  func take() -> Requests {
    requests.withLock { requests in
      defer { requests = Requests() }
      return requests
    }
  }

  /// The number of photographs that have not settled.
  var unsettled: Int {
    get { unsettledCount.load(ordering: .relaxed) }
    set { unsettledCount.store(newValue, ordering: .relaxed) }
  }
}
