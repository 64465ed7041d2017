import BatchProcessing
import Reference
import Testing

/// Devices of other speeds than they are taken for, that share a batch on a clock of the test's own.
@Suite struct DeviceSharesTests {
  private struct Outcome {
    var painted: [Int]
    /// When the last picture is done.
    var seconds: Double
  }

  /// Paints a batch, each device one picture after the other.
  ///
  /// - Parameters:
  ///   - seconds: that a picture really takes.
  ///   - speeds: what is believed.
  private func paint(
    _ pictures: Int, seconds: [Double], speeds: [Double], isCountKnown: Bool = true
  ) throws -> Outcome {
    var shares = DeviceShares(speeds: speeds, capacities: seconds.map { _ in 3 })
    var outcome = Outcome(painted: seconds.map { _ in 0 }, seconds: 0)
    var queued = outcome.painted
    var ends = seconds.map { _ in Double.infinity }
    var (left, now) = (pictures, 0.0)
    while left > 0 || queued.contains(where: { $0 > 0 }) {
      if left > 0, let index = shares.give(left: isCountKnown ? left : 1, now: now) {
        left -= 1
        queued[index] += 1
        if queued[index] == 1 { ends[index] = now + seconds[index] }
        continue
      }
      let next = try #require(ends.indices.min { ends[$0] < ends[$1] })
      try #require(ends[next].isFinite, "everybody waits and nobody paints")
      now = ends[next]
      shares.leave(next, painted: true, now: now)
      queued[next] -= 1
      outcome.painted[next] += 1
      ends[next] = queued[next] > 0 ? now + seconds[next] : .infinity
    }
    outcome.seconds = now
    return outcome
  }

  @Test func nobodyWaitsForASlowDeviceAtTheEnd() throws {
    for pictures in 1...20 {
      let outcome = try paint(pictures, seconds: [1, 70], speeds: [50, 1])
      #expect(outcome.painted == [pictures, 0])
      #expect(outcome.seconds == Double(pictures))
    }
  }

  @Test func equalDevicesGetEqualShares() throws {
    #expect(try paint(3, seconds: [1, 1], speeds: [1, 1]).painted == [2, 1])
    #expect(try paint(100, seconds: [2, 2, 2, 2], speeds: [1, 1, 1, 1]).seconds == 50)
  }

  @Test func aSlowDeviceHelpsInALongBatch() throws {
    let outcome = try paint(1000, seconds: [0.1, 0.5], speeds: [5, 1])
    // Five sixths of a hundred seconds are the least.
    #expect(outcome.seconds < 85)
    #expect((150...180).contains(outcome.painted[1]))
  }

  /// Who was taken to be fast and is not gets one picture, and no other before that is done.
  @Test func aWrongGuessIsFoundOut() throws {
    let outcome = try paint(40, seconds: [1, 20], speeds: [1, 1])
    #expect(outcome.painted[1] <= 3)
    #expect(outcome.seconds <= 60)
    let other = try paint(1000, seconds: [1, 0.1], speeds: [10, 1])
    #expect(other.painted[1] > 850)
    #expect(other.seconds < 100)
  }

  /// Of a folder that is watched nobody knows how many come: each goes where it is done soonest.
  @Test func withoutAnEndTheSoonestTakesIt() throws {
    let outcome = try paint(200, seconds: [1, 10], speeds: [10, 1], isCountKnown: false)
    #expect(outcome.painted == [200, 0])
    #expect(try paint(200, seconds: [1, 2], speeds: [2, 1], isCountKnown: false).painted[1] > 50)
  }

  /// Whatever the devices, all of them together are no slower than the fastest alone.
  @Test func helpDoesNoHarm() throws {
    let seed = testSeed()
    var random = SeededGenerator(seed: seed)
    for _ in 0..<300 {
      let seconds = (0..<Int.random(in: 2...5, using: &random)).map { _ in
        Double.random(in: 0.05...20, using: &random)
      }
      let pictures = Int.random(in: 1...60, using: &random)
      let outcome = try paint(pictures, seconds: seconds, speeds: seconds.map { 1 / $0 })
      let alone = Double(pictures) * seconds.min()!
      #expect(outcome.painted.reduce(0, +) == pictures)
      #expect(
        outcome.seconds <= alone + seconds.min()! + 1e-6,
        "\(pictures) pictures, \(seconds), seed \(seed)")
    }
  }
}
