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
  private var line: [Visitor] = []
  private var isClosed = false

  /// A request that waits, told from others by being an object.
  private final class Visitor {
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
      let visitor = Visitor(isAlone: need.alone)
      let place = need.alone ? line.firstIndex { !$0.isAlone } : nil
      line.insert(visitor, at: place ?? line.endIndex)
      while !isClosed, line.first !== visitor || used > 0 && used + charged > limit {
        condition.wait()
      }
      line.removeAll { $0 === visitor }
      used += charged
      // There may be room for the next in line too.
      condition.broadcast()
      return Lease(charged, of: self)
    }
  }

  /// The memory in use, in bytes, and the number of waiting requests.
  package var counts: (used: Int, waiting: Int) { condition.withLock { (used, line.count) } }

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
