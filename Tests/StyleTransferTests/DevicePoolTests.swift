import Devices
import Engine
import Fakes
import StyleTransfer
import Synchronization
import Testing

/// A device that doesn't answer any more.
private struct Lost: BackendFailure {}

private struct Other: Error {}

/// What is done about pictures that a device can't paint.
@Suite struct DevicePoolTests {
  private let card = IdleWorker("card")
  private let processor = IdleWorker("cpu", isProcessor: true)
  private let pool: DevicePool

  private static let outOfMemory = EngineError.outOfMemory(neededBytes: 1, what: "a test")
  private static let tooSmall = EngineError.budgetTooSmall(leastBytes: 2, budgetBytes: 1)
  private static let notPictures: [EngineError] = [
    .notFinite(stage: "a"), .saturated(stage: "a"), .constantOutput,
  ]

  init() { pool = DevicePool([card], spare: processor) }

  /// Tries something until it goes well, as pictures are rendered.
  ///
  /// - Parameter failures: what is thrown at each try; nil goes well.
  /// - Returns: where it was tried: `card 0.7 half`.
  private func tries(
    on pool: DevicePool? = nil, from fallback: FallbackLevel = FallbackLevel(),
    warn: (String) -> Void = { _ in }, _ failures: [(any Error)?]
  ) throws -> [String] {
    var tries: [String] = []
    try (pool ?? self.pool).withFallback(at: card, fallback, warn: warn) { worker, fallback in
      let hundredths = Int((fallback.share * 100).rounded())
      tries.append("\(worker.device) \(hundredths) \(fallback.isSingle ? "single" : "half")")
      guard let failure = failures[tries.count - 1] else { return }
      throw failure
    }
    #expect(tries.count == failures.count)
    return tries
  }

  @Test func whatGoesWellIsDoneOnce() throws {
    #expect(try tries([nil]) == ["card 100 half"])
  }

  /// Drivers have less than they say: a card is asked for less and less, down to a tenth.
  @Test func lessMemoryAndThenTheProcessor() throws {
    #expect(
      try tries(Array(repeating: Self.outOfMemory, count: 7) + [nil]) == [
        "card 100 half", "card 70 half", "card 49 half", "card 34 half", "card 24 half",
        "card 17 half", "card 12 half", "cpu 100 half",
      ])
  }

  @Test func singlePrecisionAndThenTheProcessor() throws {
    for error in Self.notPictures {
      #expect(
        try tries([error, error, nil]) == ["card 100 half", "card 100 single", "cpu 100 single"])
    }
  }

  /// What was found out on the way is not forgotten, but for the share of a memory that is another's.
  @Test func bothTogether() throws {
    #expect(
      try tries([Self.outOfMemory, Self.notPictures[0], Self.outOfMemory, Self.tooSmall, nil]) == [
        "card 100 half", "card 70 half", "card 70 single", "card 49 single", "cpu 100 single",
      ])
    #expect(
      try tries(from: FallbackLevel(share: 0.12, isSingle: true), [Self.outOfMemory, nil]) == [
        "card 12 single", "cpu 100 single",
      ])
  }

  @Test func aPlanThatDoesNotFitGoesToTheProcessor() throws {
    #expect(try tries([Self.tooSmall, nil]) == ["card 100 half", "cpu 100 half"])
    // The next picture may be smaller.
    #expect(try tries([nil]) == ["card 100 half"])
  }

  @Test func aLostDeviceIsNotAskedAgain() throws {
    let other = IdleWorker("other card")
    let pool = DevicePool([card, other], spare: processor)
    #expect(try tries(on: pool, [Lost(), nil]) == ["card 100 half", "cpu 100 half"])
    #expect(try tries(on: pool, [nil]) == ["cpu 100 half"])
    #expect(try pool.available(for: card) === processor)
    #expect(try pool.available(for: other) === other)
    #expect(try pool.available(for: processor) === processor)
  }

  @Test func theProcessorIsTheEnd() throws {
    let pool = DevicePool([processor], spare: card)
    func next(_ error: any Error, isSingle: Bool = false) throws -> DevicePool.Attempt? {
      try pool.next(after: error, at: processor, FallbackLevel(isSingle: isSingle))
    }
    for error in [Self.outOfMemory, Self.tooSmall, Lost(), Other()] as [any Error] {
      #expect(try next(error) == nil, "\(error)")
    }
    for error in Self.notPictures {
      let attempt = try #require(try next(error))
      #expect(attempt.worker === processor && attempt.fallback.isSingle)
      #expect(try next(error, isSingle: true) == nil)
    }
    #expect(try pool.available(for: processor) === processor)
  }

  /// What no device is to blame for is not tried elsewhere.
  @Test func otherErrorsAreThrown() throws {
    for error in [EngineError.cancelled, Other()] as [any Error] {
      #expect(try pool.next(after: error, at: card, FallbackLevel()) == nil)
    }
    #expect(throws: Other.self) { try tries([Other()]) }
    #expect(throws: EngineError.cancelled) {
      try tries([Self.outOfMemory, EngineError.cancelled])
    }
    #expect(throws: Self.tooSmall) { try tries([Self.tooSmall, Self.tooSmall]) }
  }

  @Test func everyStepIsToldOf() throws {
    var told: [String] = []
    _ = try tries(
      warn: { told.append($0) }, [Self.outOfMemory, Self.notPictures[0], Lost(), nil])
    try #require(told.count == 3)
    #expect(told.allSatisfy { $0.hasPrefix("card: ") })
    #expect(told[0].hasSuffix("; planning again with less memory"))
    #expect(told[1].hasSuffix("; painting again in single precision"))
    #expect(told[2].hasSuffix("; this picture and all to come go to the processor"))
    #expect(told[0].contains("no memory for a test"))
    told = []
    let other = DevicePool([card], spare: processor)
    _ = try tries(on: other, warn: { told.append($0) }, [Self.tooSmall, nil])
    #expect(told.count == 1 && told[0].hasSuffix("; painting on the processor"))
  }

  /// A processor that was chosen takes over; another one would take memory of its own.
  @Test func aChosenProcessorIsTheSpareOne() throws {
    let pool = DevicePool([card, processor]) {
      Issue.record("a spare worker is made")
      return IdleWorker("spare")
    }
    let next = try pool.next(after: Self.tooSmall, at: card, FallbackLevel())
    #expect(next?.worker === processor)
  }

  @Test func theSpareOneIsMadeOnceAndWhenItIsNeeded() throws {
    let made = Mutex(0)
    let pool = DevicePool([card]) { [processor] in
      made.withLock { $0 += 1 }
      return processor
    }
    #expect(try tries(on: pool, [Self.outOfMemory, nil]).last == "card 70 half")
    #expect(made.withLock { $0 } == 0)
    let card = card
    let runs = (0..<8).map { _ in
      BackgroundRun {
        let next = try? pool.next(after: Lost(), at: card, FallbackLevel())
        return next?.worker.device ?? "none"
      }
    }
    for run in runs { #expect(run.value == "cpu") }
    #expect(made.withLock { $0 } == 1)
  }

  /// Where there is no memory for the spare one now, there may be later.
  @Test func aSpareOneThatCannotBeMade() throws {
    let refusals = Mutex(2)
    let pool = DevicePool([card]) { [processor] in
      let isRefused = refusals.withLock { count in
        count -= 1
        return count >= 0
      }
      if isRefused { throw Other() }
      return processor
    }
    #expect(throws: Other.self) { try tries(on: pool, [Lost(), nil]) }
    #expect(throws: Other.self) { try pool.available(for: card) }
    #expect(try tries(on: pool, [nil]) == ["cpu 100 half"])
  }
}

/// Devices on which the network can't be made ready.
@Suite struct DevicePoolOpeningTests {
  private static let unusable = DeviceError.unusable(device: "card", reason: "a test")

  private func devices(substitutes: Int) throws -> ChosenDevices {
    var devices = try DeviceChoice.named(["cpu"]).resolved()
    devices.substitutes = (0..<substitutes).map { _ in .processor }
    return devices
  }

  @Test func aDeviceThatCannotBeUsedHasASubstitute() throws {
    let asked = Mutex(0)
    var told: [String] = []
    let pool = try DevicePool(devices(substitutes: 3), warn: { told.append($0) }) { device, parts in
      #expect(parts == 1)
      let count = asked.withLock { count in
        count += 1
        return count
      }
      if count < 3 { throw Self.unusable }
      return IdleWorker("number \(count)", isProcessor: true)
    }
    #expect(pool.chosen.map(\.device) == ["number 3"])
    #expect(pool.speeds == [1])
    #expect(told.count == 2)
    #expect(told.allSatisfy { $0.contains("a test; painting on cpu") })
    // The processor is the spare one.
    let next = try pool.next(
      after: EngineError.budgetTooSmall(leastBytes: 2, budgetBytes: 1), at: IdleWorker("card"),
      FallbackLevel())
    #expect(next?.worker === pool.chosen[0])
  }

  /// Who names a device wants to know.
  @Test func withoutASubstituteItIsAnError() throws {
    #expect(throws: Self.unusable) {
      try DevicePool(devices(substitutes: 0), warn: { _ in }) { _, _ in throw Self.unusable }
    }
    #expect(throws: Self.unusable) {
      try DevicePool(devices(substitutes: 2), warn: { _ in }) { _, _ in throw Self.unusable }
    }
  }

  /// What another device would not do better is thrown.
  @Test func otherErrorsAreThrown() throws {
    #expect(throws: Other.self) {
      try DevicePool(devices(substitutes: 2), warn: { _ in }) { _, _ in throw Other() }
    }
  }
}
