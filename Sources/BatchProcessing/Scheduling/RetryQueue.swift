internal import Foundation
package import StyleTransfer

/// A picture that is to be loaded, for the first time or once more.
package struct LoadRequest: Sendable {
  package let job: Job
  /// Whether the painting may replace a file.
  let overwriting: Bool
  /// Where it is to be painted.
  let worker: any DeviceWorker
  let fallback: FallbackLevel
  let retry: RetryPolicy
  /// Among the devices that were chosen; nil when it is there already and counted no more.
  let index: Int?
  /// Not to be tried again before.
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

/// The pictures that failed on a device and are to be loaded once more, while others are on their way.
///
/// They are not loaded where they failed, by the thread that computes: that one has to go on taking pictures
/// which have memory already, or those that wait for that memory would wait for ever.
package final class RetryQueue: @unchecked Sendable {
  private let condition = NSCondition()
  private let clock: @Sendable () -> ContinuousClock.Instant
  // Touched only while the condition is locked.
  private var waiting: [LoadRequest] = []
  /// Pictures that may still come back.
  private var onTheirWay = 0
  private var isComplete = false
  private var isStopped = false

  /// - Parameter clock: by which it is known whose time has come.
  package init(clock: @escaping @Sendable () -> ContinuousClock.Instant = { .now }) {
    self.clock = clock
  }

  /// Called before a picture is loaded for the first time.
  package func enter() { condition.withLock { onTheirWay += 1 } }

  /// Called when a picture won't come back: it is painted, has failed or was skipped.
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

  /// Waits for a picture whose time has come; nil when none can come any more.
  ///
  /// - Parameter ends: asked now and then while a picture waits for its time; true gives it up.
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

  /// Called when no picture is entered any more.
  package func complete() {
    condition.withLock {
      isComplete = true
      condition.broadcast()
    }
  }

  /// Ends the queue whatever is in it.
  package func stop() {
    condition.withLock {
      isStopped = true
      condition.broadcast()
    }
  }
}
