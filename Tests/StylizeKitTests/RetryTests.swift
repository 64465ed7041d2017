import BatchProcessing
import Devices
import Engine
import Foundation
import ImageIO
import Networks
import StyleTransfer
import Synchronization
import Testing

/// What a picture asks for.
private struct FakeNeed {
  var bytes: Int
  var alone: Bool
}

/// A device that loads and paints nothing, and remembers how many pictures it was given memory for at once.
private final class FakeWorker: DeviceWorker {
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

  let estimates: any RenderEstimates = FakeEstimates()

  func prepare(
    _ job: Job, overwriting: Bool, _ fallback: FallbackLevel, _ admission: Admission
  ) throws -> any PreparedImage {
    let info = try ImageReader(.file(job.source.path!)).info
    let isFirst = fallback.share == 1 && !isProcessor
    let need = isFirst ? needs[0] : needs[needs.count - 1]
    admission.wait(info, MemoryRequest(pictureBytes: need.bytes, alone: need.alone))
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
    return FakeImage(self, fallback, fails: isFirst ? failure : nil)
  }

  fileprivate func leave() { state.withLock { $0.present -= 1 } }

  fileprivate func compute() {
    state.withLock { $0.computing += 1 }
    Thread.sleep(forTimeInterval: 0.005)
    state.withLock { $0.computing -= 1 }
  }

  func render(
    _ request: RenderRequest, as look: RenderLook?, _ fallback: FallbackLevel,
    progress: (Double) -> Bool
  ) throws -> ImageRows { fatalError("nothing in memory here") }
}

private struct FakeEstimates: RenderEstimates {
  let options = RenderOptions()
  let memoryBytes = 0

  func picturesBytes(_ limits: InFlightLimits) -> Int { limits.picturesBytes }
  func describe(_ source: Job.Source, as format: ImageFormat) throws -> ImagePlan {
    fatalError("no plans here")
  }
  func computedSize(_ size: Size) -> Size { size }
  func work(of size: Size) -> Double { Double(size.pixels) }
  func measuredRate(format: ImageFormat) throws -> RenderRate { fatalError("no rates here") }
  func peakBytes(
    of info: ImageInfo, by writer: ImageWriter, count: Int, _ limits: InFlightLimits
  ) throws -> Int { 0 }
}

private final class FakeImage: PreparedImage {
  let worker: any DeviceWorker
  let fallback: FallbackLevel
  private let place: FakeWorker
  private let fails: (@Sendable () -> any Error)?

  init(_ worker: FakeWorker, _ fallback: FallbackLevel, fails: (@Sendable () -> any Error)?) {
    (self.worker, self.place, self.fallback, self.fails) = (worker, worker, fallback, fails)
  }

  deinit { place.leave() }

  func infer(in place: Int?, started: () -> Void, progress: (Double) -> Bool) throws
    -> RenderedImage
  {
    started()
    self.place.compute()
    if let fails { throw fails() }
    return RenderedImage(device: worker.device) {}
  }
}

/// Pictures that fail on a device come to memory as any other does, however often they are tried.
@Suite struct RetryTests {
  let fixture: StylizerFixture
  let jobs: [Job]

  init() throws {
    let fixture = try StylizerFixture()
    self.fixture = fixture
    let format = try ImageFormat(suffix: ".png")
    jobs = try (0..<12).map { index in
      let path = fixture.path("\(index).ppm")
      try Picture(width: 4, height: 3) { _, _ in (0.5, 0.5, 0.5) }.write(to: path)
      return Job(
        source: .file(path), destination: .file(fixture.path("\(index).png")), format: format)
    }
  }

  private func run(
    _ worker: FakeWorker, spare: FakeWorker, retries: Int = 0
  ) -> (painted: Int, failed: Int) {
    var options = BatchOptions()
    options.workers = 3
    options.retries = retries
    options.picturesBytes = 100
    let counts = Mutex((0, 0))
    BatchRunnerTrial.run(jobs, on: [worker], spare: spare, options: options) { event in
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
    let worker = FakeWorker(needs: [small, alone]) {
      EngineError.outOfMemory(neededBytes: 1, what: "a test")
    }
    let spare = FakeWorker(isProcessor: true, needs: [small])
    #expect(run(worker, spare: spare) == (12, 0))
    #expect(worker.seen.loads == 24)
    #expect(worker.seen.besidesAlone == 0)
    #expect(worker.seen.computedBesideAlone == 0)
    #expect(worker.seen.mostPresent <= 3)
    #expect(worker.seen.present == 0)
  }

  /// What goes to the processor is admitted there, and nothing is calibrated while it computes.
  @Test func theProcessorAdmitsWhatItTakesOver() {
    let worker = FakeWorker(places: 3, needs: [small]) {
      EngineError.budgetTooSmall(leastBytes: 2, budgetBytes: 1)
    }
    let spare = FakeWorker(isProcessor: true, places: 2, needs: [alone])
    #expect(run(worker, spare: spare) == (12, 0))
    #expect(worker.seen.loads == 12 && spare.seen.loads == 12)
    #expect(spare.seen.besidesAlone == 0)
    #expect(spare.seen.computedBesideAlone == 0)
    #expect(spare.seen.mostPresent == 1)
  }

  @Test func whatMayPassIsTriedAgainAndThenFails() {
    struct Odd: Error {}
    let passing = FakeWorker(needs: [small]) {
      EngineError.outOfMemory(neededBytes: 1, what: "a test")
    }
    #expect(run(passing, spare: FakeWorker(isProcessor: true, needs: [small])) == (12, 0))
    let lasting = FakeWorker(needs: [small]) { Odd() }
    #expect(
      run(lasting, spare: FakeWorker(isProcessor: true, needs: [small]), retries: 3) == (0, 12))
    #expect(lasting.seen.loads == 12)
  }
}
