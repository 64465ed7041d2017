internal import Foundation

/// Shares pictures out among devices: each goes where it should be done soonest, so that unequal
/// devices get unequal shares.
final class Roster: @unchecked Sendable {
  private struct Turn {
    /// Pictures that were sent and are not painted yet.
    var pending = 0
    var painted = 0
    /// Seconds in which it had something to do, until `since`.
    var busy = 0.0
    var since: ContinuousClock.Instant?

    /// Seconds until one more picture would be done; a device of which nothing is known comes first.
    func wait(_ now: ContinuousClock.Instant) -> Double {
      guard painted > 0 else { return Double(pending) * 1e-9 }
      let busy = busy + (since.map { (now - $0) / .seconds(1) } ?? 0)
      return Double(pending + 1) * busy / Double(painted)
    }
  }

  private let condition = NSCondition()
  private let capacity: Int
  // Touched only while the condition is locked.
  private var turns: [Turn]
  private var isClosed = false

  /// - Parameters:
  ///   - count: devices.
  ///   - capacity: how many pictures may be on their way to one.
  init(_ count: Int, capacity: Int) {
    turns = Array(repeating: Turn(), count: count)
    self.capacity = capacity
  }

  /// Says where the next picture goes; waits while that one has enough.
  func next() -> Int {
    condition.withLock {
      while true {
        let now = ContinuousClock.now
        let best = turns.indices.min { turns[$0].wait(now) < turns[$1].wait(now) }!
        if turns.count == 1 || isClosed || turns[best].pending < capacity {
          if turns[best].pending == 0 { turns[best].since = now }
          turns[best].pending += 1
          return best
        }
        condition.wait()
      }
    }
  }

  /// Called when a picture left a device, painted or not.
  func leave(_ index: Int, painted: Bool) {
    condition.withLock {
      turns[index].pending -= 1
      if painted { turns[index].painted += 1 }
      if turns[index].pending == 0, let since = turns[index].since {
        turns[index].busy += (ContinuousClock.now - since) / .seconds(1)
        turns[index].since = nil
      }
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
