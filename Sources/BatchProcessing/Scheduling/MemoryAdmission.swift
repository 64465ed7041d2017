internal import Foundation
package import StyleTransfer

/// The memory that pictures on their way may take together. Requests that exceed it wait in a queue.
///
/// Nobody overtakes: a stream of small pictures would keep a large one waiting for ever otherwise. A picture that needs
/// all memory for itself goes to the front of the queue, waits until no other is on its way, and admits none until it is
/// done.
package final class MemoryAdmission: @unchecked Sendable {
  private let condition = NSCondition()
  private let limit: Int
  // Touched only while the condition is locked.
  private var used = 0
  private var queue: [WaitingRequest] = []
  private var isClosed = false

  /// A request in the queue, compared by identity.
  private final class WaitingRequest {
    let isAlone: Bool
    init(isAlone: Bool) { self.isAlone = isAlone }
  }

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
      let request = WaitingRequest(isAlone: need.alone)
      let place = need.alone ? queue.firstIndex { !$0.isAlone } : nil
      queue.insert(request, at: place ?? queue.endIndex)
      while !isClosed, queue.first !== request || used > 0 && used + charged > limit {
        condition.wait()
      }
      queue.removeAll { $0 === request }
      used += charged
      // There may be room for the next in the queue too.
      condition.broadcast()
      return Lease(charged, of: self)
    }
  }

  /// The memory in use, in bytes, and the number of waiting requests.
  package var counts: (used: Int, waiting: Int) { condition.withLock { (used, queue.count) } }

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
