internal import Foundation

/// Memory that pictures on their way may take together. Who wants more than there is waits.
///
/// A picture of more than three quarters of it is charged just those: it can always come in at last,
/// and leaves room for small ones beside it.
final class Allowance: @unchecked Sendable {
  private let condition = NSCondition()
  private let limit: Int
  // Touched only while the condition is locked.
  private var used = 0
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
  func take(_ bytes: Int) -> Share {
    let charged = min(bytes, limit / 4 * 3)
    return condition.withLock {
      while used > 0, used + charged > limit, !isClosed { condition.wait() }
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

extension BatchOptions {
  /// An eighth of the machine's memory.
  public static var standardPicturesBytes: Int {
    Int(clamping: ProcessInfo.processInfo.physicalMemory / 8)
  }
}
