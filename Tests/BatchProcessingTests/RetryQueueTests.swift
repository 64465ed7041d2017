import BatchProcessing
import Fakes
import Files
import ImageIO
import StyleTransfer
import Testing

/// Pictures that come back, by a clock of the test's own.
@Suite struct RetryQueueTests {
  private let clock: FakeClock
  private let queue: RetryQueue
  private let worker = IdleWorker("card")

  init() {
    let clock = FakeClock()
    self.clock = clock
    queue = RetryQueue { clock.now }
  }

  private func request(_ name: String, after seconds: Int? = nil) throws -> LoadRequest {
    LoadRequest(
      job: Job(
        source: .file(Path(name)), destination: .standardOutput,
        format: try ImageFormat(suffix: ".png")),
      overwriting: false, worker: worker, fallback: FallbackLevel(),
      retry: RetryPolicy(retries: 0, stop: CancellationToken()), index: nil,
      notBefore: seconds.map { clock.start + .seconds($0) })
  }

  private func name(_ request: LoadRequest?) -> String? { request?.job.source.description }

  @Test func whoseTimeHasComeGoesFirst() throws {
    queue.push(try request("late", after: 10))
    queue.push(try request("a"))
    queue.push(try request("b", after: 0))
    #expect(name(queue.pop { true }) == "a")
    #expect(name(queue.pop { true }) == "b")
    clock.advance(by: .seconds(10))
    #expect(name(queue.pop { true }) == "late")
  }

  @Test func nobodyComesBeforeItsTime() throws {
    queue.push(try request("late", after: 10))
    var asked = 0
    let popped = queue.pop {
      asked += 1
      clock.advance(by: .seconds(4))
      return false
    }
    #expect(name(popped) == "late")
    // After 4, 8 and 12 seconds.
    #expect(asked == 3)
  }

  @Test func aBatchThatEndsGivesUpWhoWaits() throws {
    queue.push(try request("late", after: 10))
    #expect(queue.pop { true } == nil)
    clock.advance(by: .seconds(20))
    #expect(name(queue.pop { true }) == "late")
  }

  /// The end is when none is entered any more and all have left.
  @Test func endsWhenNothingCanComeAnyMore() throws {
    queue.enter()
    queue.enter()
    queue.complete()
    let taker = BackgroundRun { [queue] in queue.pop { false } == nil }
    giveThreadsTime()
    #expect(!taker.hasEnded)
    queue.leave()
    giveThreadsTime()
    #expect(!taker.hasEnded)
    queue.leave()
    #expect(taker.value == true)
  }

  @Test func doesNotEndWhileMoreMayBeEntered() {
    let taker = BackgroundRun { [queue] in queue.pop { false } == nil }
    queue.enter()
    queue.leave()
    giveThreadsTime()
    #expect(!taker.hasEnded)
    queue.complete()
    #expect(taker.value == true)
  }

  @Test func whoComesBackIsHandedToOneThatWaits() throws {
    queue.enter()
    queue.complete()
    let taker = BackgroundRun { [queue] in queue.pop { false }?.job.source.description ?? "none" }
    giveThreadsTime()
    queue.push(try request("again"))
    #expect(taker.value == "again")
    // It is on its way again, and may come back once more.
    let other = BackgroundRun { [queue] in queue.pop { false } == nil }
    giveThreadsTime()
    #expect(!other.hasEnded)
    queue.leave()
    #expect(other.value == true)
  }

  @Test func stoppingEndsItWhateverIsInIt() throws {
    queue.enter()
    let taker = BackgroundRun { [queue] in queue.pop { false } == nil }
    giveThreadsTime()
    queue.stop()
    #expect(taker.value == true)
    queue.push(try request("a"))
    #expect(queue.pop { false } == nil)
  }
}
