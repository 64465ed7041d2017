import Engine
import Foundation
import Networks
import StylizeKit
import Synchronization
import Testing

/// What a picture asks for.
private struct FakeNeed {
  var bytes: Int
  var alone: Bool
}

/// A device that loads and paints nothing, and remembers how many pictures it was given memory for at once.
private final class FakeEasel: Easel {
  let device = "fake"
  let isProcessor: Bool
  let places: Int
  /// What a picture needs at the first try, and later.
  private let needs: [FakeNeed]
  private let failure: (@Sendable () -> any Error)?
  private let state = Mutex(State())

  struct State {
    var present = 0
    var mostPresent = 0
    /// How many others were there when a picture was let in that needs the device for itself.
    var besidesAlone = 0
    var loads = 0
    /// Whether a picture is being loaded alone while another one is computed.
    var computing = 0
    var computedBesideAlone = 0
  }

  init(
    isProcessor: Bool = false, places: Int = 1, needs: [FakeNeed],
    failure: (@Sendable () -> any Error)? = nil
  ) {
    (self.isProcessor, self.places, self.needs) = (isProcessor, places, needs)
    self.failure = failure
  }

  var seen: State { state.withLock { $0 } }

  func picturesBytes(_ batch: InFlightLimits) -> Int { batch.picturesBytes }

  func load(
    _ job: Job, overwriting: Bool, _ batch: InFlightLimits, _ effort: Effort,
    admit: (PictureInfo, Need) -> Void
  ) throws -> any Sitting {
    let info = try PictureReader(.file(job.source.path!)).info
    let isFirst = effort.share == 1 && !isProcessor
    let need = isFirst ? needs[0] : needs[needs.count - 1]
    admit(info, Need(pictureBytes: need.bytes, alone: need.alone))
    state.withLock { state in
      state.loads += 1
      if need.alone {
        state.besidesAlone = max(state.besidesAlone, state.present)
        state.computedBesideAlone = max(state.computedBesideAlone, state.computing)
      }
      state.present += 1
      state.mostPresent = max(state.mostPresent, state.present)
    }
    // What a calibration would take.
    if need.alone { Thread.sleep(forTimeInterval: 0.01) }
    return FakeSitting(self, effort, fails: isFirst ? failure : nil)
  }

  fileprivate func leave() { state.withLock { $0.present -= 1 } }

  fileprivate func compute() {
    state.withLock { $0.computing += 1 }
    Thread.sleep(forTimeInterval: 0.005)
    state.withLock { $0.computing -= 1 }
  }

  func paint(
    _ photograph: Preview, in style: ResolvedStyle, _ grain: Grain, _ finish: Finish,
    _ effort: Effort
  ) throws -> PictureRows { fatalError("no previews here") }

  func describe(_ photograph: Job.Source, as format: PictureFormat) throws -> PaintingPlan {
    fatalError("no plans here")
  }

  let options = PaintingOptions()
  let memoryBytes = 0

  func computedSize(_ photograph: Size) -> Size { photograph }
  func work(of photograph: Size) -> Double { Double(photograph.pixels) }
  func measuredRate(format: PictureFormat) throws -> PaintingRate { fatalError("no rates here") }
  func peakBytes(
    of info: PictureInfo, by writer: PictureWriter, count: Int, _ batch: InFlightLimits
  ) throws -> Int { 0 }
}

private final class FakeSitting: Sitting {
  let easel: any Easel
  let effort: Effort
  private let place: FakeEasel
  private let fails: (@Sendable () -> any Error)?

  init(_ easel: FakeEasel, _ effort: Effort, fails: (@Sendable () -> any Error)?) {
    (self.easel, self.place, self.effort, self.fails) = (easel, easel, effort, fails)
  }

  deinit { place.leave() }

  func paint(in place: Int?, started: () -> Void, progress: (Double) -> Bool) throws
    -> DryPainting
  {
    started()
    self.place.compute()
    if let fails { throw fails() }
    return DryPainting(device: easel.device) {}
  }
}

/// Pictures that fail on a device come to memory as any other does, however often they are tried.
@Suite struct RetryTests {
  let studio: Studio
  let jobs: [Job]

  init() throws {
    let studio = try Studio()
    self.studio = studio
    let format = try PictureFormat(suffix: ".png")
    jobs = try (0..<12).map { index in
      let path = studio.path("\(index).ppm")
      try Picture(width: 4, height: 3) { _, _ in (0.5, 0.5, 0.5) }.write(to: path)
      return Job(
        source: .file(path), destination: .file(studio.path("\(index).png")), format: format)
    }
  }

  private func run(
    _ easel: FakeEasel, spare: FakeEasel, retries: Int = 0
  ) -> (painted: Int, failed: Int) {
    var options = BatchOptions()
    options.workers = 3
    options.retries = retries
    options.picturesBytes = 100
    let counts = Mutex((0, 0))
    PipelineTrial.run(jobs, on: [easel], spare: spare, options: options) { event in
      counts.withLock {
        switch event {
        case .finished: $0.0 += 1
        case .failed: $0.1 += 1
        default: break
        }
      }
    }
    return counts.withLock { $0 }
  }

  private let small = FakeNeed(bytes: 30, alone: false)
  private let alone = FakeNeed(bytes: 30, alone: true)

  /// Memory is planned anew with less of the device's, and may now be needed for the picture alone.
  @Test func aRetryThatNeedsAllMemoryIsAlone() {
    let easel = FakeEasel(needs: [small, alone]) {
      EngineError.outOfMemory(neededBytes: 1, what: "a test")
    }
    let spare = FakeEasel(isProcessor: true, needs: [small])
    #expect(run(easel, spare: spare) == (12, 0))
    #expect(easel.seen.loads == 24)
    #expect(easel.seen.besidesAlone == 0)
    #expect(easel.seen.computedBesideAlone == 0)
    #expect(easel.seen.mostPresent <= 3)
    #expect(easel.seen.present == 0)
  }

  /// What goes to the processor is admitted there, and nothing is calibrated while it computes.
  @Test func theProcessorAdmitsWhatItTakesOver() {
    let easel = FakeEasel(places: 3, needs: [small]) {
      EngineError.budgetTooSmall(leastBytes: 2, budgetBytes: 1)
    }
    let spare = FakeEasel(isProcessor: true, places: 2, needs: [alone])
    #expect(run(easel, spare: spare) == (12, 0))
    #expect(easel.seen.loads == 12 && spare.seen.loads == 12)
    #expect(spare.seen.besidesAlone == 0)
    #expect(spare.seen.computedBesideAlone == 0)
    #expect(spare.seen.mostPresent == 1)
  }

  @Test func whatMayPassIsTriedAgainAndThenFails() {
    struct Odd: Error {}
    let passing = FakeEasel(needs: [small]) {
      EngineError.outOfMemory(neededBytes: 1, what: "a test")
    }
    #expect(run(passing, spare: FakeEasel(isProcessor: true, needs: [small])) == (12, 0))
    let lasting = FakeEasel(needs: [small]) { Odd() }
    #expect(
      run(lasting, spare: FakeEasel(isProcessor: true, needs: [small]), retries: 3) == (0, 12))
    #expect(lasting.seen.loads == 12)
  }
}
