import BatchProcessing
import Engine
import Files
import Foundation
import StyleTransfer
import Synchronization
import Testing

/// A device that gives out, which may pass.
private struct Passing: BackendFailure {}

/// Something that nobody expects to pass.
private struct Lasting: Error {}

/// What is tried again and when, without waiting for it.
@Suite struct RetryPolicyTests {
  /// How long everybody has slept together, in seconds.
  private final class Sleep: Sendable {
    private let sum = Mutex(0.0)

    var seconds: Double { sum.withLock { $0 } }

    func add(_ seconds: Double) { sum.withLock { $0 += seconds } }
  }

  private let stop = CancellationToken()
  private let sleep = Sleep()

  private func policy(_ retries: Int) -> RetryPolicy {
    RetryPolicy(retries: retries, stop: stop) { [sleep] in sleep.add($0) }
  }

  /// What it gives up with.
  private func end(
    of policy: RetryPolicy, _ body: () throws -> Void
  ) throws -> RetriesExhausted {
    do {
      try policy.attempt(.standardInput, body)
    } catch let error as RetriesExhausted {
      return error
    }
    throw Lasting()
  }

  @Test func waitsTwiceAsLongEachTimeUpToAMinute() throws {
    var begun: [Double] = []
    let end = try end(of: policy(9)) {
      begun.append(sleep.seconds)
      throw Passing()
    }
    #expect(end.attempts == 10)
    #expect(end.error is Passing)
    let pauses = zip(begun.dropFirst(), begun).map { ($0 - $1) }
    let expected = [0.5, 1, 2, 4, 8, 16, 32, 60, 60]
    try #require(pauses.count == expected.count)
    for (pause, wanted) in zip(pauses, expected) {
      #expect(abs(pause - wanted) < 0.001, "\(pauses)")
    }
  }

  @Test func whatGoesWellIsNotTriedAgain() throws {
    let policy = policy(5)
    var tries = 0
    let value = try policy.attempt(.standardInput) {
      tries += 1
      if tries < 3 { throw Passing() }
      return tries
    }
    #expect(value == 3 && tries == 3 && policy.attempts == 3)
    #expect(abs(sleep.seconds - 1.5) < 0.001)
  }

  @Test func whatLastsIsNotTriedAgain() throws {
    var tries = 0
    let end = try end(of: policy(5)) {
      tries += 1
      throw Lasting()
    }
    #expect(end.error is Lasting && end.attempts == 1 && tries == 1)
    #expect(sleep.seconds == 0)
  }

  /// By the facts of an error, and not by its words.
  @Test(arguments: [
    (FileError.unreadable(path: "a", reason: Cause(EIO)), true),
    (FileError.unreadable(path: "a", reason: Cause(ESTALE)), true),
    (FileError.unreadable(path: "a", reason: Cause(EACCES)), false),
    (FileError.unreadable(path: "a", reason: "Input/output error"), false),
    (FileError.changedWhileRead(path: "a"), true), (FileError.exists(path: "a"), false),
  ]) func filesThatMayComeBack(error: FileError, isTransient: Bool) throws {
    let end = try end(of: policy(1)) { throw error }
    #expect(end.attempts == (isTransient ? 2 : 1))
  }

  @Test func withoutRetriesThereIsOneTry() throws {
    #expect(try end(of: policy(0)) { throw Passing() }.attempts == 1)
    #expect(sleep.seconds == 0)
  }

  @Test func whatWasStoppedIsNotTriedAgain() {
    var tries = 0
    #expect(throws: EngineError.cancelled) {
      try policy(5).attempt(.standardInput) {
        tries += 1
        throw EngineError.cancelled
      }
    }
    #expect(tries == 1)
  }

  @Test func aStopEndsWaiting() {
    var tries = 0
    let policy = RetryPolicy(retries: 9, stop: stop) { [sleep, stop] seconds in
      sleep.add(seconds)
      if sleep.seconds > 10 { stop.raise() }
    }
    #expect(throws: EngineError.cancelled) {
      try policy.attempt(.standardInput) {
        tries += 1
        throw Passing()
      }
    }
    // After pauses of 0.5, 1, 2 and 4 seconds, within that of 8.
    #expect(tries == 5)
    #expect(sleep.seconds > 10 && sleep.seconds < 10.1)
  }

  /// A picture has its retries for all that happens to it: loading, computing, encoding.
  @Test func theDeviceUsesUpTheSameRetries() throws {
    let policy = policy(2)
    #expect(try policy.secondsUntilNext(after: Passing(), of: .standardInput) == 0.5)
    #expect(policy.attempts == 2)
    #expect(try policy.secondsUntilNext(after: Passing(), of: .standardInput) == 1)
    #expect(try end(of: policy) { throw Passing() }.attempts == 3)
    #expect(throws: RetriesExhausted.self) {
      try policy.secondsUntilNext(after: Passing(), of: .standardInput)
    }
    #expect(sleep.seconds == 0)
  }
}
