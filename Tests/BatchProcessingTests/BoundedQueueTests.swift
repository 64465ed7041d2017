import BatchProcessing
import Fakes
import Synchronization
import Testing

/// Values on their way from one thread to another.
@Suite struct BoundedQueueTests {
  private let queue = BoundedQueue<Int>(capacity: 2)

  @Test func valuesKeepTheirOrder() {
    #expect(queue.push(1) && queue.push(2))
    #expect(queue.pop() == 1)
    #expect(queue.push(3))
    #expect(queue.pop() == 2 && queue.pop() == 3)
  }

  @Test func aFullQueueMakesTheGiverWait() {
    let pushed = Mutex(0)
    let giver = BackgroundRun { [queue] in
      for value in 0..<4 {
        queue.push(value)
        pushed.withLock { $0 += 1 }
      }
      return true
    }
    #expect(eventually { pushed.withLock { $0 } == 2 })
    giveThreadsTime()
    #expect(pushed.withLock { $0 } == 2)
    #expect(queue.pop() == 0)
    #expect(eventually { pushed.withLock { $0 } == 3 })
    #expect([queue.pop(), queue.pop(), queue.pop()] == [1, 2, 3])
    #expect(giver.value == true)
  }

  @Test func anEmptyQueueMakesTheTakerWait() {
    let taker = BackgroundRun { [queue] in queue.pop() ?? -1 }
    giveThreadsTime()
    #expect(!taker.hasEnded)
    queue.push(7)
    #expect(taker.value == 7)
  }

  @Test func whatIsInAClosedQueueCanStillBeTaken() {
    queue.push(1)
    queue.close()
    #expect(!queue.push(2))
    #expect(queue.pop() == 1)
    #expect(queue.pop() == nil)
  }

  @Test func closingWakesThoseThatWait() {
    let takers = (0..<3).map { _ in BackgroundRun { [queue] in queue.pop() == nil } }
    giveThreadsTime()
    queue.close()
    for taker in takers { #expect(taker.value == true) }
    let full = BoundedQueue<Int>(capacity: 1)
    full.push(1)
    let giver = BackgroundRun { full.push(2) }
    giveThreadsTime()
    full.close()
    #expect(giver.value == false)
    #expect(full.pop() == 1 && full.pop() == nil)
  }
}
