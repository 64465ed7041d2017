internal import Foundation

/// A queue between threads that holds no more than `capacity` values.
package final class BoundedQueue<Value: Sendable>: @unchecked Sendable {
  private let condition = NSCondition()
  private let capacity: Int
  // Touched only while the condition is locked.
  private var values: [Value] = []
  private var isClosed = false

  package init(capacity: Int) {
    self.capacity = capacity
  }

  /// Adds a value once there is room. A closed queue drops the value and returns false.
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

  /// Removes the first value once there is one; nil when the queue is closed and empty.
  package func pop() -> Value? {
    condition.withLock {
      while values.isEmpty, !isClosed { condition.wait() }
      guard !values.isEmpty else { return nil }
      condition.broadcast()
      return values.removeFirst()
    }
  }

  /// Closes the queue: no value is added any more, and those in it can still be removed.
  package func close() {
    condition.withLock {
      isClosed = true
      condition.broadcast()
    }
  }
}
