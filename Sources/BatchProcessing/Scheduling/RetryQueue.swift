internal import Foundation
package import StyleTransfer

/// The request to load a picture, for the first time or again.
package struct LoadRequest: Sendable {
  package let job: Job
  /// Whether the result may replace a file.
  let overwriting: Bool
  /// The worker that is to render the picture.
  let worker: any DeviceWorker
  let fallback: FallbackLevel
  let retry: RetryPolicy
  /// The index of the chosen device to which the scheduler counts the picture; nil on retries, which no longer count.
  let index: Int?
  /// The earliest time of the next try; nil for at once.
  package var notBefore: ContinuousClock.Instant?

  package init(
    job: Job, overwriting: Bool, worker: any DeviceWorker, fallback: FallbackLevel,
    retry: RetryPolicy, index: Int?, notBefore: ContinuousClock.Instant? = nil
  ) {
    (self.job, self.overwriting, self.worker) = (job, overwriting, worker)
    (self.fallback, self.retry, self.index) = (fallback, retry, index)
    self.notBefore = notBefore
  }
}

/// The pictures that failed on a device and have to be loaded again, while others are on their way.
///
/// They are not loaded by the thread on which they failed, which computes: it has to go on taking pictures that have
/// memory already, or those waiting for that memory would wait for ever.
package final class RetryQueue: @unchecked Sendable {
  private let condition = NSCondition()
  private let clock: @Sendable () -> ContinuousClock.Instant
  // Touched only while the condition is locked.
  private var waiting: [LoadRequest] = []
  /// The number of pictures that may still come back.
  private var onTheirWay = 0
  private var isComplete = false
  private var isStopped = false

  /// - Parameter clock: the clock by which retries become due.
  package init(clock: @escaping @Sendable () -> ContinuousClock.Instant = { .now }) {
    self.clock = clock
  }

  /// Counts a picture in. Call it before the picture is loaded for the first time.
  package func enter() { condition.withLock { onTheirWay += 1 } }

  /// Counts a picture out. Call it when the picture won't come back: it is rendered, has failed or was skipped.
  package func leave() {
    condition.withLock {
      onTheirWay -= 1
      condition.broadcast()
    }
  }

  package func push(_ request: LoadRequest) {
    condition.withLock {
      waiting.append(request)
      condition.broadcast()
    }
  }

  /// Removes the first picture that is due, once there is one; nil when none can come any more.
  ///
  /// - Parameter ends: polled while pictures wait to become due; true gives them up.
  package func pop(unless ends: () -> Bool) -> LoadRequest? {
    condition.withLock {
      while !isStopped {
        let now = clock()
        if let index = waiting.firstIndex(where: { $0.notBefore.map { $0 <= now } ?? true }) {
          return waiting.remove(at: index)
        }
        if waiting.isEmpty {
          if isComplete, onTheirWay == 0 { return nil }
          condition.wait()
        } else {
          if ends() { return nil }
          _ = condition.wait(until: Date(timeIntervalSinceNow: 0.05))
        }
      }
      return nil
    }
  }

  /// Notes that no further picture will be counted in.
  package func complete() {
    condition.withLock {
      isComplete = true
      condition.broadcast()
    }
  }

  /// Ends the queue, whatever is in it.
  package func stop() {
    condition.withLock {
      isStopped = true
      condition.broadcast()
    }
  }
}
