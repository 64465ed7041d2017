internal import Files
internal import Synchronization

/// What other threads ask of the one that watches, and what they may know of it.
final class WatcherCommands: Sendable {
  struct Requests: Sendable {
    /// Photographs to look at again, and for how long they have to be left alone.
    var settle: [(path: Path, quiet: Duration)] = []
    /// A look that was loaded anew.
    var styles: StyleFiles?
    /// Whether to look at everything again.
    var rescan = false
  }

  private let requests = Mutex(Requests())
  private let unsettledCount = Atomic<Int>(0)

  func put(_ write: (inout Requests) -> Void) { requests.withLock { write(&$0) } }

  /// Takes everything out.
  func take() -> Requests {
    requests.withLock { requests in
      defer { requests = Requests() }
      return requests
    }
  }

  /// How many photographs have not settled.
  var unsettled: Int {
    get { unsettledCount.load(ordering: .relaxed) }
    set { unsettledCount.store(newValue, ordering: .relaxed) }
  }
}
