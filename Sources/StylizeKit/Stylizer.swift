internal import Engine
internal import Files
internal import Foundation
internal import Networks
internal import Synchronization

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
    let style = try catalog.resolve(
      StyleMix(look.style), strength: StrengthCurve.weight(look.strength))
    let commission = try Commission(style, look, options: options, threads: threads)
    let devices = try devices ?? DeviceChoice.automatic.resolved()
    easels = try Easels(devices, for: commission, warn: warn)
    self.options = options
    recipe = Recipe(
      RecipeFacts(look: look, options: options, style: style), network: commission.network,
      weights: commission.weights)
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
    let isFull = Pipeline(easels: easels, ledger: ledger(batch), options: batch, stop: stop) {
      event in
      tally.count(event) { report(event) }
    }.run(jobs)
    var summary = tally.summary
    summary.seconds = (ContinuousClock.now - start) / .seconds(1)
    (summary.interrupted, summary.diskIsFull) = (stop.isRaised, isFull)
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
  /// When the task is cancelled, computing stops and nothing is written.
  ///
  /// - Parameters:
  ///   - painting: its suffix says the format. What is there already is dealt with as the options say.
  ///   - journal: where it is noted what was painted, and by which it is known whether a painting that is
  ///     there is this one; without it, a file that is there is left alone unless the options say
  ///     otherwise.
  /// - Returns: whether the painting was written now, or why not.
  /// - Throws: what stood in the way: ``JobError``, `ImageError` and what else
  ///   ``JobRequest/jobs()`` throws, ``DeviceError``; ``PaintingError`` for what can go wrong inside;
  ///   `CancellationError`.
  @discardableResult
  public func paint(
    _ photograph: PicturePath, to painting: PicturePath, journal: Journal? = nil
  ) async throws -> PaintingResult {
    try Task.checkCancellation()
    let list = try JobRequest(inputs: [photograph], output: painting).jobs()
    if let rejection = list.rejections.first { throw rejection.error }
    let end = Mutex<BatchEvent?>(nil)
    let stop = StopSignal()
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        do throws(Cause) {
          try SystemThread.start { [self] in
            var batch = BatchOptions()
            batch.journal = journal
            _ = paint(list.jobs, batch: batch, stop: stop) { event in
              switch event {
              case .started, .progress: break
              case .finished, .skipped, .failed: end.withLock { $0 = event }
              }
            }
            continuation.resume()
          }
        } catch {
          let failure = BatchEvent.Failure(
            code: .device, reason: "\(photograph): the system makes no thread: \(error)")
          end.withLock { $0 = .failed(list.jobs[0].source, failure) }
          continuation.resume()
        }
      }
    } onCancel: {
      stop.raise()
    }
    switch end.withLock({ $0 }) {
    case .finished(_, let facts)?: return .written(facts)
    case .skipped(_, let reason)?: return .skipped(reason)
    case .failed(_, let failure)?:
      switch failure.error {
      case let error as any Error & PubliclyThrown: throw error
      default: throw PaintingError(failure)
      }
    case .started?, .progress?, nil: throw CancellationError()
    }
  }
}

/// What became of a painting.
public enum PaintingResult: Hashable, Sendable {
  /// It is there, and what is known of it.
  case written(BatchEvent.Finished)
  /// It was not painted, because of what is there.
  case skipped(Standing.Reason)
}

/// Why a picture could not be painted, where no error of a more particular type says so.
public struct PaintingError: Error, Hashable, CustomStringConvertible {
  public let code: BatchEvent.FailureCode
  /// One line that names the file, what was found and what was expected.
  public let reason: String
  public var description: String { reason }

  init(_ failure: BatchEvent.Failure) { (code, reason) = (failure.code, failure.reason) }
}

/// The errors whose types are public; those of rooms below are told as ``PaintingError``.
private protocol PubliclyThrown {}
extension JobError: PubliclyThrown {}
extension FileError: PubliclyThrown {}
extension ImageError: PubliclyThrown {}
extension DeviceError: PubliclyThrown {}
