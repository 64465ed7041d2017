internal import Engine
internal import Foundation
package import StyleTransfer
internal import Synchronization

/// Retries after transient failures.
package final class RetryPolicy: Sendable {
  private let retries: Int
  private let stop: CancellationToken
  private let sleep: @Sendable (Double) -> Void
  private let tries = Atomic<Int>(1)

  /// - Parameters:
  ///   - retries: the largest number of retries.
  ///   - stop: ends waiting when raised.
  ///   - sleep: sleeps for a time in seconds.
  package init(
    retries: Int, stop: CancellationToken,
    sleep: @escaping @Sendable (Double) -> Void = { Thread.sleep(forTimeInterval: $0) }
  ) {
    (self.retries, self.stop, self.sleep) = (retries, stop, sleep)
  }

  /// The number of tries so far: 1, plus one for each retry.
  package var attempts: Int { tries.load(ordering: .relaxed) }

  /// Runs `body` until it succeeds, its failure is not transient or no retries are left. Waits half a second before the
  /// second try and twice as long before each further one, up to a minute.
  package func attempt<Result>(_ source: Job.Source, _ body: () throws -> Result) throws -> Result {
    while true {
      do {
        return try body()
      } catch EngineError.cancelled {
        throw EngineError.cancelled
      } catch {
        let seconds = try secondsUntilNext(after: error, of: source)
        try pause(seconds: seconds)
      }
    }
  }

  /// The time for which a stop may go unnoticed, in seconds.
  private static let nap = 0.02

  private func pause(seconds: Double) throws {
    var left = seconds
    while left > 0 {
      guard !stop.isRaised else { throw EngineError.cancelled }
      sleep(min(left, Self.nap))
      left -= Self.nap
    }
  }

  /// The time to wait before the next try, in seconds. Counts that try.
  ///
  /// - Throws: ``RetriesExhausted`` when the failure is not transient or no retries are left.
  package func secondsUntilNext(after error: any Error, of source: Job.Source) throws -> Double {
    guard attempts <= retries, BatchEvent.Failure(error, of: source).isTransient else {
      throw RetriesExhausted(error: error, attempts: attempts)
    }
    let seconds = min(0.5 * Double(1 << min(attempts - 1, 10)), 60)
    tries.add(1, ordering: .relaxed)
    return seconds
  }
}

/// The last error after one or more tries, with their number.
package struct RetriesExhausted: Error {
  package var error: any Error
  package var attempts: Int
}
