internal import Foundation

/// Shares a batch's pictures out among devices, whatever thread asks.
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
  ///   - shares: of devices that have nothing to do yet.
  ///   - clock: by which pictures are timed.
  ///   - countLeft: how many pictures nobody has asked for yet; nil where that is not known.
  package init(
    _ shares: DeviceShares, clock: @escaping @Sendable () -> ContinuousClock.Instant = { .now },
    countLeft: @escaping @Sendable () -> Int?
  ) {
    (self.shares, self.clock, self.countLeft) = (shares, clock, countLeft)
    start = clock()
  }

  private var now: Double { (clock() - start) / .seconds(1) }

  /// Says where the next picture goes; waits while a device has enough that is worth waiting for.
  package func next() -> Int {
    condition.withLock {
      asking += 1
      defer { asking -= 1 }
      while !isClosed {
        let left = countLeft().map { $0 + asking } ?? 1
        if let index = shares.give(left: left, now: now) { return index }
        // A device may turn out to be slower than it was thought to be.
        _ = condition.wait(until: Date(timeIntervalSinceNow: 1))
      }
      shares.add(to: 0, now: now)
      return 0
    }
  }

  /// Called when a picture left a device, painted or not.
  package func leave(_ index: Int, painted: Bool) {
    condition.withLock {
      shares.leave(index, painted: painted, now: now)
      condition.broadcast()
    }
  }

  /// Lets everybody in who waits, because the batch ends.
  package func close() {
    condition.withLock {
      isClosed = true
      condition.broadcast()
    }
  }
}
