internal import Images
internal import Synchronization

/// What other threads ask of the one that watches, and what they may know of it.
final class Inbox: Sendable {
  struct Letters: Sendable {
    /// Photographs to look at again, and for how long they have to be left alone.
    var settle: [(path: PicturePath, quiet: Duration)] = []
    /// A look that was loaded anew.
    var styles: StyleFiles?
    /// Whether to look at everything again.
    var rescan = false
  }

  private let letters = Mutex(Letters())
  private let settlingCount = Atomic<Int>(0)

  func put(_ write: (inout Letters) -> Void) { letters.withLock { write(&$0) } }

  /// Takes everything out.
  func take() -> Letters {
    letters.withLock { letters in
      defer { letters = Letters() }
      return letters
    }
  }

  /// How many photographs have not settled.
  var settling: Int {
    get { settlingCount.load(ordering: .relaxed) }
    set { settlingCount.store(newValue, ordering: .relaxed) }
  }
}
