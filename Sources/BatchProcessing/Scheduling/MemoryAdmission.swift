internal import Foundation
package import StyleTransfer

/// Memory that pictures on their way may take together. Who wants more than there is waits.
///
/// A picture that needs all memory for itself waits until no other is on its way, and lets none in until
/// it is done.
package final class MemoryAdmission: @unchecked Sendable {
  private let condition = NSCondition()
  private let limit: Int
  // Touched only while the condition is locked.
  private var used = 0
  private var waitingAlone = 0
  private var waiting = 0
  private var isClosed = false

  /// - Parameter limit: bytes.
  package init(limit: Int) {
    self.limit = limit
  }

  /// Part of the memory, given back when nobody holds it any more.
  package final class Lease: Sendable {
    fileprivate let bytes: Int
    private let admission: MemoryAdmission

    fileprivate init(_ bytes: Int, of admission: MemoryAdmission) {
      (self.bytes, self.admission) = (bytes, admission)
    }

    deinit { admission.give(back: bytes) }
  }

  /// Waits until there is room.
  package func take(_ need: MemoryRequest) -> Lease {
    let charged = need.alone ? limit + 1 : need.pictureBytes
    return condition.withLock {
      if need.alone { waitingAlone += 1 }
      // Also when nobody is there any more, one that is to be alone goes before those that woke up earlier.
      while !isClosed,
        used > 0 && used + charged > limit || waitingAlone > 0 && !need.alone
      {
        waiting += 1
        condition.wait()
        waiting -= 1
      }
      if need.alone { waitingAlone -= 1 }
      used += charged
      return Lease(charged, of: self)
    }
  }

  /// What is given out now, in bytes, and how many wait for more to be given back.
  package var counts: (used: Int, waiting: Int) { condition.withLock { (used, waiting) } }

  /// Lets everybody in who waits, because the batch ends.
  package func close() {
    condition.withLock {
      isClosed = true
      condition.broadcast()
    }
  }

  private func give(back bytes: Int) {
    condition.withLock {
      used -= bytes
      condition.broadcast()
    }
  }
}
