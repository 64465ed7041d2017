import BatchProcessing
import Fakes
import Synchronization
import Testing

/// Where threads are sent with their pictures, by a clock of the test's own. What is decided is tested in
/// ``DeviceSharesTests``; here is who waits for it.
@Suite struct DeviceSchedulerTests {
  private let clock = FakeClock()

  private func scheduler(
    capacities: [Int], left: @escaping @Sendable () -> Int? = { 10 }
  ) -> DeviceScheduler {
    DeviceScheduler(
      DeviceShares(speeds: capacities.map { _ in 1 }, capacities: capacities),
      clock: { [clock] in clock.now }, countLeft: left)
  }

  @Test func aSingleDeviceGetsEverything() {
    let scheduler = scheduler(capacities: [1])
    #expect((0..<5).map { _ in scheduler.next() } == [0, 0, 0, 0, 0])
  }

  @Test func whoFindsAllDevicesFullWaits() {
    let scheduler = scheduler(capacities: [1, 1])
    #expect([scheduler.next(), scheduler.next()] == [0, 1])
    let third = BackgroundRun { scheduler.next() }
    giveThreadsTime()
    #expect(!third.hasEnded)
    clock.advance(by: .seconds(5))
    scheduler.leave(1, painted: true)
    #expect(third.value == 1)
  }

  /// A picture that failed makes room as well.
  @Test func roomIsRoomHoweverItCame() {
    let scheduler = scheduler(capacities: [1, 1])
    #expect([scheduler.next(), scheduler.next()] == [0, 1])
    let third = BackgroundRun { scheduler.next() }
    scheduler.leave(0, painted: false)
    #expect(third.value == 0)
  }

  /// The last picture waits for the fast device rather than go to one that would take a hundred seconds.
  @Test func theLastPictureWaitsForTheFastDevice() {
    let left = Mutex(4)
    let scheduler = scheduler(capacities: [1, 1]) { left.withLock { $0 } }
    func take() -> Int {
      left.withLock { $0 -= 1 }
      return scheduler.next()
    }
    #expect([take(), take()] == [0, 1])
    clock.advance(by: .seconds(1))
    scheduler.leave(0, painted: true)
    clock.advance(by: .seconds(99))
    scheduler.leave(1, painted: true)
    #expect(take() == 0)
    left.withLock { $0 -= 1 }
    let last = BackgroundRun { scheduler.next() }
    giveThreadsTime()
    #expect(!last.hasEnded)
    clock.advance(by: .seconds(1))
    scheduler.leave(0, painted: true)
    #expect(last.value == 0)
  }

  /// Those that ask at the same time count among the pictures that are left.
  @Test func whoAsksCounts() {
    // The list is empty, and yet both pictures that were taken from it get a device.
    let scheduler = scheduler(capacities: [1, 1]) { 0 }
    #expect(BackgroundRun { scheduler.next() }.value == 0)
    #expect(BackgroundRun { scheduler.next() }.value == 1)
  }

  @Test func closingLetsEverybodyIn() {
    let scheduler = scheduler(capacities: [1, 1])
    #expect([scheduler.next(), scheduler.next()] == [0, 1])
    let waiting = (0..<3).map { _ in BackgroundRun { scheduler.next() } }
    giveThreadsTime()
    for run in waiting { #expect(!run.hasEnded) }
    scheduler.close()
    for run in waiting { #expect(run.value == 0) }
    #expect(scheduler.next() == 0)
  }
}
