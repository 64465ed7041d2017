import BatchProcessing
import Files
import Reference
import StyleTransfer
import Testing

/// How much longer a batch is said to take, by a clock of the test's own.
@Suite struct RemainingTimeTests {
  /// A picture of a simulated batch.
  private struct Picture {
    /// In pixels that are computed; 0 for one that is skipped.
    var work: Double
    /// Seconds that it takes.
    var seconds: Double
  }

  private static func source(_ index: Int) -> Job.Source { .file(Path("\(index).jpg")) }

  /// Runs a batch through, so many pictures side by side, and looks at what is said after each picture and
  /// in the middle of each.
  ///
  /// - Parameters:
  ///   - delay: seconds before the first picture is begun.
  ///   - isKnown: whether it is known beforehand what the pictures are.
  /// - Returns: what was said and what came true, in seconds.
  private func run(
    _ pictures: [Picture], sideBySide: Int = 1, delay: Double = 0, isKnown: Bool = true
  ) -> [(said: Double, took: Double)] {
    var remaining = RemainingTime(pictures: pictures.count)
    if isKnown {
      for (index, picture) in pictures.enumerated() {
        remaining.expect(Self.source(index), work: picture.work)
      }
    }
    var said: [(at: Double, left: Double)] = []
    var (now, next, painted) = (delay, 0, 0)
    var running: [(index: Int, since: Double)] = []
    while true {
      while running.count < sideBySide, next < pictures.count {
        if pictures[next].work == 0 {
          remaining.finish(Self.source(next), isPainted: false)
        } else {
          remaining.progress(Self.source(next), 0, now: now)
          running.append((next, now))
        }
        next += 1
      }
      guard
        let first = running.min(by: {
          $0.since + pictures[$0.index].seconds < $1.since + pictures[$1.index].seconds
        })
      else { break }
      let end = first.since + pictures[first.index].seconds
      now = (now + end) / 2
      for (index, since) in running {
        remaining.progress(
          Self.source(index), (now - since) / pictures[index].seconds, now: now)
      }
      if painted > 0, let left = remaining.left(now: now) { said.append((now, left)) }
      now = end
      running.removeAll { $0.index == first.index }
      remaining.finish(Self.source(first.index), isPainted: true)
      painted += 1
      if let left = remaining.left(now: now) { said.append((now, left)) }
    }
    #expect(remaining.part == 1)
    return said.map { ($0.left, now - $0.at) }
  }

  /// Within a factor of two, or a second where hardly anything is left.
  private func expectRight(
    _ times: [(said: Double, took: Double)], sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(!times.isEmpty)
    for (said, took) in times where max(said, took) > 1 {
      #expect(
        said <= 2 * took && took <= 2 * said, "said \(said), took \(took)",
        sourceLocation: sourceLocation)
    }
  }

  @Test func equalPictures() {
    expectRight(run(Array(repeating: Picture(work: 1e6, seconds: 3), count: 20)))
  }

  /// Getting ready counts once, not for every picture to come.
  @Test func aSlowStart() {
    expectRight(run(Array(repeating: Picture(work: 1e4, seconds: 0.05), count: 200), delay: 5))
  }

  @Test func smallPicturesBeforeLargeOnes() {
    let pictures = (0..<30).map { index in
      let work = index < 15 ? 2e5 : 24e6
      return Picture(work: work, seconds: work / 1e6)
    }
    expectRight(run(pictures))
    expectRight(run(pictures.reversed()))
  }

  /// What is painted already takes no time, wherever it stands in the batch.
  @Test func picturesThatAreSkipped() {
    let painted = Array(repeating: Picture(work: 1e6, seconds: 2), count: 10)
    let skipped = Array(repeating: Picture(work: 0, seconds: 0), count: 500)
    expectRight(run(skipped + painted))
    expectRight(run(painted + skipped))
    expectRight(run(painted.prefix(1) + skipped + painted))
  }

  @Test func picturesSideBySide() {
    let seed = testSeed()
    var numbers = SeededGenerator(seed: seed)
    let pictures = (0..<80).map { _ in
      let work = Double.random(in: 1e5...8e5, using: &numbers)
      return Picture(
        work: work, seconds: work / 2e5 * Double.random(in: 0.9...1.1, using: &numbers))
    }
    // At the end fewer are computed at once, which is a matter of seconds.
    let times = run(pictures, sideBySide: 4)
    for (said, took) in times where took > 10 {
      #expect(said <= 2 * took && took <= 2 * said, "seed \(seed): \(said), \(took)")
    }
  }

  /// Before anything is known of the pictures they are taken for equal ones.
  @Test func nothingKnownBeforehand() {
    expectRight(run(Array(repeating: Picture(work: 1e6, seconds: 3), count: 20), isKnown: false))
  }

  @Test func nothingIsSaidBeforeAnythingIsDone() {
    var remaining = RemainingTime(pictures: 2)
    #expect(remaining.left(now: 1) == nil)
    remaining.progress(Self.source(0), 0, now: 1)
    #expect(remaining.left(now: 2) == nil)
    remaining.progress(Self.source(0), 0.5, now: 3)
    #expect(remaining.left(now: 3) == 6)
    #expect(remaining.part == 0.25)
  }

  /// A picture that fails or is skipped is work for nobody, and neither is one that is told of twice.
  @Test func whatFailsIsNoWork() {
    var remaining = RemainingTime(pictures: 4)
    for index in 0..<4 { remaining.expect(Self.source(index), work: 10) }
    remaining.expect(Self.source(0), work: 1000)
    remaining.progress(Self.source(0), 0, now: 0)
    remaining.finish(Self.source(0), isPainted: true)
    #expect(remaining.left(now: 2) == 6)
    remaining.progress(Self.source(1), 0.5, now: 3)
    remaining.finish(Self.source(1), isPainted: false)
    #expect(remaining.left(now: 2) == 4)
    #expect(remaining.part == 1.0 / 3)
    for index in [2, 3] { remaining.finish(Self.source(index), isPainted: false) }
    #expect(remaining.left(now: 5) == 0 && remaining.part == 1)
  }

  /// What turns out to be more work than the others counts for more.
  @Test func unknownPicturesAreTakenForTheAverage() {
    var remaining = RemainingTime(pictures: 5)
    remaining.expect(Self.source(0), work: 10)
    remaining.expect(Self.source(1), work: 30)
    remaining.progress(Self.source(0), 0, now: 0)
    remaining.finish(Self.source(0), isPainted: true)
    // 30 and three times 20 are left, of which 10 took a second.
    #expect(remaining.left(now: 1) == 9)
    // One that was painted before anybody knew what it was.
    remaining.finish(Self.source(4), isPainted: true)
    #expect(remaining.left(now: 3) == 7)
  }

  @Test func anEmptyBatchIsDone() {
    let remaining = RemainingTime(pictures: 0)
    #expect(remaining.part == 1 && remaining.left(now: 1) == nil)
  }
}
