internal import Synchronization

/// A clock whose time passes only when a test says so.
package final class FakeClock: Sendable {
  /// When the clock was made.
  package let start = ContinuousClock.now
  private let passed = Mutex(Duration.zero)

  package init() {}

  package var now: ContinuousClock.Instant { start + passed.withLock { $0 } }

  package func advance(by duration: Duration) { passed.withLock { $0 += duration } }
}
