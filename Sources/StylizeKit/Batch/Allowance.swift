internal import Foundation

/// Memory that pictures on their way may take together. Who wants more than there is waits.
///
/// A picture that needs all memory for itself waits until no other is on its way, and lets none in until
/// it is done.
final class Allowance: @unchecked Sendable {
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

  /// Part of the allowance, given back when nobody holds it any more.
  final class Share: Sendable {
    fileprivate let bytes: Int
    private let allowance: Allowance

    fileprivate init(_ bytes: Int, of allowance: Allowance) {
      (self.bytes, self.allowance) = (bytes, allowance)
    }

    deinit { allowance.give(back: bytes) }
  }

  /// Waits until there is room.
  func take(_ need: Need) -> Share {
    let charged = need.alone ? limit + 1 : need.pictureBytes
    return condition.withLock {
      if need.alone { waitingAlone += 1 }
      while !isClosed, used > 0, used + charged > limit || waitingAlone > 0 && !need.alone {
        condition.wait()
      }
      if need.alone { waitingAlone -= 1 }
      used += charged
      return Share(charged, of: self)
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
