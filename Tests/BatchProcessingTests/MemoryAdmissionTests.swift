import BatchProcessing
import Fakes
import Foundation
import Reference
import StyleTransfer
import Synchronization
import Testing

private func beside(_ bytes: Int) -> MemoryRequest {
  MemoryRequest(pictureBytes: bytes, alone: false)
}

private let alone = MemoryRequest(pictureBytes: 10, alone: true)

/// Pictures that ask for memory, each on a thread of its own, and keep it until they are told to go.
private final class Visitors: Sendable {
  private struct State {
    var order: [String] = []
    var leases: [String: MemoryAdmission.Lease] = [:]
  }

  private let admission: MemoryAdmission
  private let state = Mutex(State())

  init(_ admission: MemoryAdmission) { self.admission = admission }

  /// Who got in so far, the first one first.
  var order: [String] { state.withLock { $0.order } }

  func come(_ name: String, _ need: MemoryRequest) {
    Thread.detachNewThread { [self] in
      let lease = admission.take(need)
      state.withLock { state in
        state.order.append(name)
        state.leases[name] = lease
      }
    }
  }

  func go(_ name: String) { _ = state.withLock { $0.leases.removeValue(forKey: name) } }
}

/// Who gets memory when, in bytes of a limit of 100.
@Suite struct MemoryAdmissionTests {
  private let admission = MemoryAdmission(limit: 100)
  private let visitors: Visitors

  init() { visitors = Visitors(admission) }

  private func wait(for count: Int) { #expect(eventually { admission.counts.waiting == count }) }

  private func expectInside(_ names: [String], sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(
      eventually { visitors.order.count >= names.count }, sourceLocation: sourceLocation)
    #expect(visitors.order == names, sourceLocation: sourceLocation)
  }

  @Test func picturesShareMemoryUpToItsLimit() {
    visitors.come("a", beside(60))
    expectInside(["a"])
    visitors.come("b", beside(40))
    expectInside(["a", "b"])
    #expect(admission.counts == (100, 0))
    visitors.come("c", beside(1))
    wait(for: 1)
    visitors.go("b")
    expectInside(["a", "b", "c"])
    #expect(admission.counts == (61, 0))
  }

  @Test func lessThanEnoughLetsNobodyIn() {
    visitors.come("large", beside(80))
    expectInside(["large"])
    visitors.come("small", beside(10))
    expectInside(["large", "small"])
    visitors.come("c", beside(30))
    wait(for: 1)
    visitors.go("small")
    giveThreadsTime()
    #expect(visitors.order == ["large", "small"])
    visitors.go("large")
    expectInside(["large", "small", "c"])
  }

  @Test func memoryComesBackWithTheLastWhoHoldsIt() {
    var leases = [admission.take(beside(70))]
    leases.append(leases[0])
    leases.removeLast()
    #expect(admission.counts.used == 70)
    leases.removeLast()
    #expect(admission.counts.used == 0)
  }

  /// A picture that is larger than all of it would wait for ever otherwise.
  @Test func oneThatIsLargerThanTheLimitComesInWhenNobodyIsThere() {
    visitors.come("vast", beside(250))
    expectInside(["vast"])
    visitors.come("small", beside(1))
    wait(for: 1)
    visitors.go("vast")
    expectInside(["vast", "small"])
    visitors.come("vaster", beside(101))
    wait(for: 1)
    visitors.go("small")
    expectInside(["vast", "small", "vaster"])
  }

  @Test func oneThatIsAloneWaitsForAllAndLetsNobodyIn() {
    for name in ["a", "b"] { visitors.come(name, beside(20)) }
    #expect(eventually { visitors.order.count == 2 })
    visitors.come("alone", alone)
    wait(for: 1)
    visitors.go("a")
    giveThreadsTime()
    #expect(visitors.order.count == 2)
    visitors.go("b")
    #expect(eventually { visitors.order.last == "alone" })
    visitors.come("later", beside(1))
    wait(for: 1)
    visitors.go("alone")
    #expect(eventually { visitors.order.last == "later" })
    #expect(admission.counts == (1, 0))
  }

  /// Otherwise a stream of small pictures would keep it waiting for ever.
  @Test func nobodyOvertakesOneThatIsAlone() {
    visitors.come("first", beside(10))
    expectInside(["first"])
    visitors.come("alone", alone)
    wait(for: 1)
    // There would be room for these.
    for name in ["x", "y"] { visitors.come(name, beside(10)) }
    wait(for: 3)
    visitors.go("first")
    expectInside(["first", "alone"])
    giveThreadsTime()
    #expect(visitors.order == ["first", "alone"])
    visitors.go("alone")
    #expect(eventually { visitors.order.count == 4 })
    #expect(admission.counts == (20, 0))
  }

  @Test func nobodyOvertakesOneThatIsLarge() {
    visitors.come("first", beside(60))
    expectInside(["first"])
    visitors.come("large", beside(95))
    wait(for: 1)
    // There would be room for this one.
    visitors.come("small", beside(10))
    wait(for: 2)
    giveThreadsTime()
    #expect(visitors.order == ["first"])
    visitors.go("first")
    expectInside(["first", "large"])
    #expect(admission.counts == (95, 1))
    visitors.go("large")
    expectInside(["first", "large", "small"])
    #expect(admission.counts == (10, 0))
  }

  @Test func twoThatAreAloneComeOneAfterTheOther() {
    for name in ["a", "b"] { visitors.come(name, alone) }
    #expect(eventually { visitors.order.count == 1 })
    wait(for: 1)
    visitors.go(visitors.order[0])
    #expect(eventually { visitors.order.count == 2 })
    #expect(Set(visitors.order) == ["a", "b"])
  }

  @Test func closingLetsEverybodyIn() {
    visitors.come("first", beside(100))
    expectInside(["first"])
    visitors.come("alone", alone)
    visitors.come("beside", beside(50))
    wait(for: 2)
    admission.close()
    #expect(eventually { visitors.order.count == 3 })
    // And nobody waits any more.
    visitors.come("later", beside(90))
    #expect(eventually { visitors.order.count == 4 })
  }

  /// What is true whoever comes when.
  @Test func manyAtOnce() throws {
    let (admission, seed, ledger) = (admission, testSeed(), Ledger(limit: 100))
    let runs = (0..<8).map { index in
      BackgroundRun {
        var random = SeededGenerator(seed: seed &+ UInt64(index))
        for _ in 0..<60 {
          let need = MemoryRequest(
            pictureBytes: Int.random(in: 1...130, using: &random),
            alone: Int.random(in: 0..<10, using: &random) == 0)
          let lease = admission.take(need)
          ledger.enter(need)
          if Bool.random(using: &random) { Thread.sleep(forTimeInterval: 0.0001) }
          ledger.leave(need)
          withExtendedLifetime(lease) {}
        }
        return true
      }
    }
    for run in runs { try #require(run.value == true, "somebody waits for ever, seed \(seed)") }
    #expect(ledger.faults == [], "seed \(seed)")
    #expect(admission.counts == (0, 0), "seed \(seed)")
  }
}

/// An account of who is inside, kept apart from the one that is tested.
private final class Ledger: Sendable {
  private struct State {
    var inside: [MemoryRequest] = []
    var faults: [String] = []
  }

  private let limit: Int
  private let state = Mutex(State())

  init(limit: Int) { self.limit = limit }

  var faults: [String] { state.withLock { $0.faults } }

  func enter(_ need: MemoryRequest) {
    state.withLock { state in
      state.inside.append(need)
      guard state.inside.count > 1 else { return }
      if state.inside.contains(where: \.alone) {
        state.faults.append("one of \(state.inside.count) is alone")
      }
      let sum = state.inside.reduce(0) { $0 + $1.pictureBytes }
      if sum > limit { state.faults.append("\(state.inside.count) have \(sum)") }
    }
  }

  func leave(_ need: MemoryRequest) {
    state.withLock { state in
      let index = state.inside.firstIndex {
        $0.pictureBytes == need.pictureBytes && $0.alone == need.alone
      }
      if let index { state.inside.remove(at: index) }
    }
  }
}
