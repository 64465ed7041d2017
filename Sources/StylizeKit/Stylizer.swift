internal import Engine
internal import Files
internal import Foundation
internal import Networks

/// Paints pictures in one look. Made once, used for any number of pictures.
///
///     let catalog = Catalog(folders: StyleFolders.search(named: []))
///     let stylizer = try Stylizer(Look(style: "starry"), from: catalog)
///     try await stylizer.paint("photo.jpg", to: "painting.png")
public final class Stylizer: Sendable {
  let easels: Easels
  private let options: PaintingOptions
  private let recipe: Recipe

  /// - Parameters:
  ///   - devices: where pictures are painted; nil for what ``DeviceChoice/automatic`` chooses.
  ///   - threads: of the processor; nil for one per processor.
  ///   - warn: told of a device that can't be used and what takes its place.
  /// - Throws: `ModelError` or `NetworkError` when the style, its network or its weights can't be had;
  ///   `ImageError` when the mask can't be read; ``DeviceError`` when a device can't be used.
  public init(
    _ look: Look, from catalog: Catalog, options: PaintingOptions = PaintingOptions(),
    devices: ChosenDevices? = nil, threads: Int? = nil, warn: (String) -> Void = { _ in }
  ) throws {
    let style = try catalog.resolve(StyleMix(look.style), strength: look.strength)
    let commission = try Commission(style, look, options: options, threads: threads)
    let devices = try devices ?? DeviceChoice.automatic.resolved()
    easels = try Easels(devices, for: commission, warn: warn)
    self.options = options
    recipe = Recipe(
      look, style, network: commission.network, weights: commission.weights, options: options)
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
    Pipeline(easels: easels, ledger: ledger(batch), options: batch, stop: stop) {
      event in
      tally.count(event) { report(event) }
    }.run(jobs)
    var summary = tally.summary
    summary.seconds = (ContinuousClock.now - start) / .seconds(1)
    summary.interrupted = stop.isRaised
    return summary
  }

  /// Without regard to what is kept aside in memory.
  var limits: PictureLimits { options.limits }

  func ledger(_ batch: BatchOptions) -> Ledger {
    Ledger(
      journal: batch.journal, existing: options.existing, recipe: recipe,
      complain: Once(batch.warn).tell)
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
      do throws(Cause) {
        try SystemThread.start { [self] in
          _ = paint(list.jobs) { event in
            if case .failed(_, let why) = event { failure.set(why.reason) }
          }
          continuation.resume()
        }
      } catch {
        failure.set("the system makes no thread: \(error)")
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
