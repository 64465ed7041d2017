internal import Engine
internal import Foundation
internal import StyleTransfer
internal import Synchronization

/// Tries again what may pass.
final class RetryPolicy: Sendable {
  private let retries: Int
  private let stop: CancellationToken
  private let tries = Atomic<Int>(1)

  init(retries: Int, stop: CancellationToken) {
    (self.retries, self.stop) = (retries, stop)
  }

  /// How often something was tried so far: 1, and one more for each time that it was tried again.
  var attempts: Int { tries.load(ordering: .relaxed) }

  /// Runs `body` until it goes well, its failure is a lasting one or there are no retries left. Waits
  /// half a second before the second try and twice as long before each further one, up to a minute.
  func attempt<Result>(_ source: Job.Source, _ body: () throws -> Result) throws -> Result {
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

  private func pause(seconds: Double) throws {
    let end = ContinuousClock.now + .seconds(seconds)
    while ContinuousClock.now < end {
      guard !stop.isRaised else { throw EngineError.cancelled }
      Thread.sleep(forTimeInterval: 0.02)
    }
  }

  /// How long to wait before the next try, which counts from now on.
  ///
  /// - Throws: ``RetriesExhausted`` when the failure is a lasting one or there are no retries left.
  func secondsUntilNext(after error: any Error, of source: Job.Source) throws -> Double {
    guard attempts <= retries, BatchEvent.Failure(error, of: source).isTransient else {
      throw RetriesExhausted(error: error, attempts: attempts)
    }
    let seconds = min(0.5 * Double(1 << min(attempts - 1, 10)), 60)
    tries.add(1, ordering: .relaxed)
    return seconds
  }
}

/// The last error of something that was tried one or more times.
struct RetriesExhausted: Error {
  var error: any Error
  var attempts: Int
}
