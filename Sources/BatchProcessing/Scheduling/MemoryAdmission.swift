internal import Foundation
package import StyleTransfer

/// The memory that pictures on their way may take together. Requests that exceed it wait.
///
/// A picture that needs all memory for itself waits until no other is on its way, and admits none until it is done.
package final class MemoryAdmission: @unchecked Sendable {
  private let condition = NSCondition()
  private let limit: Int
  // Touched only while the condition is locked.
  private var used = 0
  private var waitingAlone = 0
  private var waiting = 0
  private var isClosed = false

  /// - Parameter limit: the memory that pictures may take together, in bytes.
  package init(limit: Int) {
    self.limit = limit
  }

  /// A part of the memory, given back when the last reference to it goes.
  package final class Lease: Sendable {
    fileprivate let bytes: Int
    private let admission: MemoryAdmission

    fileprivate init(_ bytes: Int, of admission: MemoryAdmission) {
      (self.bytes, self.admission) = (bytes, admission)
    }

    deinit { admission.give(back: bytes) }
  }

  /// Takes memory once there is room.
  package func take(_ need: MemoryRequest) -> Lease {
    let charged = need.alone ? limit + 1 : need.pictureBytes
    return condition.withLock {
      if need.alone { waitingAlone += 1 }
      // Even when nothing is in use any more, a request to be alone goes before those that woke up earlier.
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

  /// The memory in use, in bytes, and the number of waiting requests.
  package var counts: (used: Int, waiting: Int) { condition.withLock { (used, waiting) } }

  /// Admits all waiting requests, because the batch ends.
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
