internal import Foundation

/// Shares a batch's pictures out among devices, whatever thread asks.
final class DeviceScheduler: @unchecked Sendable {
  private let condition = NSCondition()
  private let start = ContinuousClock.now
  private let countLeft: @Sendable () -> Int?
  // Touched only while the condition is locked.
  private var shares: DeviceShares
  private var asking = 0
  private var isClosed = false

  /// - Parameters:
  ///   - shares: of devices that have nothing to do yet.
  ///   - countLeft: how many pictures nobody has asked for yet; nil where that is not known.
  init(_ shares: DeviceShares, countLeft: @escaping @Sendable () -> Int?) {
    (self.shares, self.countLeft) = (shares, countLeft)
  }

  private var now: Double { (ContinuousClock.now - start) / .seconds(1) }

  /// Says where the next picture goes; waits while a device has enough that is worth waiting for.
  func next() -> Int {
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
  func leave(_ index: Int, painted: Bool) {
    condition.withLock {
      shares.leave(index, painted: painted, now: now)
      condition.broadcast()
    }
  }

  /// Lets everybody in who waits, because the batch ends.
  func close() {
    condition.withLock {
      isClosed = true
      condition.broadcast()
    }
  }
}
