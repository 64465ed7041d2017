internal import Foundation
internal import StyleTransfer

/// Memory that pictures on their way may take together. Who wants more than there is waits.
///
/// A picture that needs all memory for itself waits until no other is on its way, and lets none in until
/// it is done.
final class MemoryAdmission: @unchecked Sendable {
  private let condition = NSCondition()
  private let limit: Int
  // Touched only while the condition is locked.
  private var used = 0
  private var waitingAlone = 0
  private var isClosed = false

  /// - Parameter limit: bytes.
  init(limit: Int) {
    self.limit = limit
  }

  /// Part of the memory, given back when nobody holds it any more.
  final class Lease: Sendable {
    fileprivate let bytes: Int
    private let admission: MemoryAdmission

    fileprivate init(_ bytes: Int, of admission: MemoryAdmission) {
      (self.bytes, self.admission) = (bytes, admission)
    }

    deinit { admission.give(back: bytes) }
  }

  /// Waits until there is room.
  func take(_ need: MemoryRequest) -> Lease {
    let charged = need.alone ? limit + 1 : need.pictureBytes
    return condition.withLock {
      if need.alone { waitingAlone += 1 }
      while !isClosed, used > 0, used + charged > limit || waitingAlone > 0 && !need.alone {
        condition.wait()
      }
      if need.alone { waitingAlone -= 1 }
      used += charged
      return Lease(charged, of: self)
    }
  }

  /// Lets everybody in who waits, because the batch ends.
  func close() {
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
