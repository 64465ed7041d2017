internal import CPUBackend
internal import Engine
internal import Foundation
internal import Networks

/// Paints pictures in one look. Made once, used for any number of pictures.
///
///     let catalog = Catalog(folders: StyleFolders.search(named: []))
///     let stylizer = try Stylizer(Look(style: "starry"), from: catalog)
///     try await stylizer.paint("photo.jpg", to: "painting.png")
public final class Stylizer: Sendable {
  let painter: Painter<CPUBackend>
  private let lanes: Lanes<CPUBackend>
  private let recipe: Recipe

  /// - Parameter threads: nil for one per processor.
  /// - Throws: `ModelError` or `NetworkError` when the style, its network or its weights can't be had;
  ///   `ImageError` when the mask can't be read.
  public init(
    _ look: Look, from catalog: Catalog, options: PaintingOptions = PaintingOptions(),
    threads: Int? = nil
  ) throws {
    let style = try catalog.resolve(StyleMix(look.style), strength: look.strength)
    let weights = try style.network.weights()
    let backend = CPUBackend(threads: threads, idleBytes: options.idleBytes)
    let network = try PreparedNetwork(style.network.network(), weights: weights, on: backend)
    let memory = MemoryBudget(total: options.memoryBytes, lanes: backend.threads)
    backend.memoryLimit = memory.mapLimit
    painter = Painter(
      network: network, style: style.vectors, strokeSize: look.strokeSize,
      workingSize: style.workingSize, finish: try Finish(look, limits: options.limits),
      options: options, memory: memory)
    lanes = Lanes(painter, count: backend.threads) {
      let lane = CPUBackend(threads: 1, idleBytes: memory.laneBytes)
      lane.memoryLimit = memory.laneBytes
      return lane
    }
    recipe = Recipe(look, style, weights: weights, options: options)
  }

  /// Paints one picture after the other, decoding and encoding their neighbours meanwhile. Blocks
  /// until all are done: call it from a thread of your own.
  ///
  /// Paintings are finished in about the order of the jobs.
  ///
  /// - Parameter report: called from several threads, but never from two at once.
  public func paint(
    _ jobs: [Job], batch: BatchOptions = BatchOptions(), stop: StopSignal = StopSignal(),
    report: @escaping @Sendable (BatchEvent) -> Void = { _ in }
  ) -> BatchSummary {
    paint(from: Turns(jobs), batch: batch, stop: stop, report: report)
  }

  func paint(
    from jobs: any JobSource, batch: BatchOptions, stop: StopSignal,
    report: @escaping @Sendable (BatchEvent) -> Void
  ) -> BatchSummary {
    let (tally, start) = (Tally(), ContinuousClock.now)
    Pipeline(painter: painter, lanes: lanes, ledger: ledger(batch), options: batch, stop: stop) {
      event in
      tally.count(event) { report(event) }
    }.run(jobs)
    var summary = tally.summary
    summary.seconds = (ContinuousClock.now - start) / .seconds(1)
    summary.interrupted = stop.isRaised
    return summary
  }

  func estimate(_ jobs: [Job], _ ledger: Ledger, _ batch: BatchOptions) -> BatchEstimate {
    BatchEstimate(jobs, ledger, batch, painter)
  }

  func ledger(_ batch: BatchOptions) -> Ledger {
    Ledger(
      journal: batch.journal, existing: painter.options.existing, recipe: recipe,
      device: painter.network.backend.name, complain: Once(batch.warn).tell)
  }

  /// Paints one picture on a thread of its own.
  ///
  /// - Parameter painting: its suffix says the format. What is there already is dealt with as the
  ///   options say.
  /// - Throws: ``PaintingError`` with the reason in one line, and what ``JobRequest/jobs()`` throws.
  public func paint(_ photograph: PicturePath, to painting: PicturePath) async throws {
    let list = try JobRequest(inputs: [photograph], output: painting).jobs()
    if let rejection = list.rejections.first { throw rejection.error }
    let failure = Failure()
    await withCheckedContinuation { continuation in
      Thread.detachNewThread { [self] in
        _ = paint(list.jobs) { event in
          if case .failed(_, let why) = event { failure.set(why.reason) }
        }
        continuation.resume()
      }
    }
    if let reason = failure.reason { throw PaintingError(reason: reason) }
  }
}

/// Why a picture could not be painted, in one line.
public struct PaintingError: Error, CustomStringConvertible {
  public let reason: String
  public var description: String { reason }
}
