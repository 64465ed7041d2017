internal import Foundation

/// Hands values from one thread to another, holding no more than `capacity` of them.
package final class BoundedQueue<Value: Sendable>: @unchecked Sendable {
  private let condition = NSCondition()
  private let capacity: Int
  // Touched only while the condition is locked.
  private var values: [Value] = []
  private var isClosed = false

  package init(capacity: Int) {
    self.capacity = capacity
  }

  /// Waits for room. A closed queue drops the value and says false.
  @discardableResult
  package func push(_ value: Value) -> Bool {
    condition.withLock {
      while values.count >= capacity, !isClosed { condition.wait() }
      guard !isClosed else { return false }
      values.append(value)
      condition.broadcast()
      return true
    }
  }

  /// Waits for a value; nil when the queue is closed and empty.
  package func pop() -> Value? {
    condition.withLock {
      while values.isEmpty, !isClosed { condition.wait() }
      guard !values.isEmpty else { return nil }
      condition.broadcast()
      return values.removeFirst()
    }
  }

  /// Ends the queue: what is in it can still be taken.
  package func close() {
    condition.withLock {
      isClosed = true
      condition.broadcast()
    }
  }
}
