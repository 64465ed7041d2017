internal import Foundation

/// Distributes a batch's pictures among devices; safe to call from any thread.
package final class DeviceScheduler: @unchecked Sendable {
  private let condition = NSCondition()
  private let clock: @Sendable () -> ContinuousClock.Instant
  private let start: ContinuousClock.Instant
  private let countLeft: @Sendable () -> Int?
  // Touched only while the condition is locked.
  private var shares: DeviceShares
  private var asking = 0
  private var isClosed = false

  /// - Parameters:
  ///   - shares: the shares of devices that have nothing to do yet.
  ///   - clock: the clock by which pictures are timed.
  ///   - countLeft: returns the number of pictures that have not been asked for yet; nil where that
  ///     is not known.
  package init(
    _ shares: DeviceShares, clock: @escaping @Sendable () -> ContinuousClock.Instant = { .now },
    countLeft: @escaping @Sendable () -> Int?
  ) {
    (self.shares, self.clock, self.countLeft) = (shares, clock, countLeft)
    start = clock()
  }

  private var now: Double { (clock() - start) / .seconds(1) }

  /// Chooses the device of the next picture, by index. Waits as long as a faster device, busy now, should still finish
  /// the picture first.
  package func next() -> Int {
    condition.withLock {
      asking += 1
      defer { asking -= 1 }
      while !isClosed {
        let left = countLeft().map { $0 + asking } ?? 1
        if let index = shares.give(left: left, now: now) { return index }
        // A device may prove slower than expected.
        _ = condition.wait(until: Date(timeIntervalSinceNow: 1))
      }
      shares.add(to: 0, now: now)
      return 0
    }
  }

  /// Notes that a picture has left a device, rendered or not.
  package func leave(_ index: Int, painted: Bool) {
    condition.withLock {
      shares.leave(index, painted: painted, now: now)
      condition.broadcast()
    }
  }

  /// Ends all waiting, because the batch ends.
  package func close() {
    condition.withLock {
      isClosed = true
      condition.broadcast()
    }
  }
}
