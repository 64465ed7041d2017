internal import Foundation
internal import Synchronization

/// Something that runs on a thread of its own beside a test, and may wait there.
package final class BackgroundRun<Value: Sendable>: Sendable {
  private let result = Mutex<Value?>(nil)

  package init(_ body: @escaping @Sendable () -> Value) {
    Thread.detachNewThread { [self] in
      let value = body()
      result.withLock { $0 = value }
    }
  }

  package var hasEnded: Bool { result.withLock { $0 != nil } }

  /// What `body` returned; nil when it has not ended after twenty seconds.
  package var value: Value? {
    _ = eventually { hasEnded }
    return result.withLock { $0 }
  }
}

/// Waits until something holds, twenty seconds at most.
///
/// - Returns: whether it held.
package func eventually(_ holds: () -> Bool) -> Bool {
  let end = ContinuousClock.now + .seconds(20)
  while !holds() {
    if ContinuousClock.now > end { return false }
    Thread.sleep(forTimeInterval: 0.001)
  }
  return true
}

/// Gives threads that should be waiting the time to show that they are not.
///
/// A test that passes a moment too early has missed a fault; it never fails without one.
package func giveThreadsTime() { Thread.sleep(forTimeInterval: 0.03) }
