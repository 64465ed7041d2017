package import Devices
internal import Engine
package import Files
internal import Foundation
package import ImageIO
internal import Networks
package import StyleLibrary
package import StyleTransfer
internal import Synchronization

/// Paints pictures in one look. Made once, used for any number of pictures.
///
///     let catalog = Catalog(folders: StyleFolders.search(named: []))
///     let processor = try BatchProcessor(StyleSettings(style: "starry"), from: catalog)
///     try await processor.render("photo.jpg", to: "painting.png")
package final class BatchProcessor: Sendable {
  let pool: DevicePool
  let options: RenderOptions
  private let key: RenderKey

  /// - Parameters:
  ///   - devices: where pictures are painted; nil for what ``DeviceChoice/automatic`` chooses.
  ///   - threads: of the processor; nil for one per processor.
  ///   - warn: told of a device that can't be used and what takes its place.
  /// - Throws: `ModelError` or `NetworkError` when the style, its network or its weights can't be had;
  ///   `ImageError` when the mask can't be read; ``DeviceError`` when a device can't be used.
  package init(
    _ settings: StyleSettings, from catalog: Catalog, options: RenderOptions = RenderOptions(),
    devices: ChosenDevices? = nil, threads: Int? = nil, warn: (String) -> Void = { _ in }
  ) throws {
    let style = try catalog.resolve(
      StyleMix(settings.style), strength: StrengthCurve.weight(settings.strength))
    let configuration = try ModelConfiguration(style, settings, options: options, threads: threads)
    let devices = try devices ?? DeviceChoice.automatic.resolved()
    pool = try DevicePool(devices, for: configuration, warn: warn)
    self.options = options
    key = RenderKey(
      RenderKeyFacts(settings: settings, options: options, style: style),
      network: configuration.network,
      weights: configuration.weights)
  }

  /// Paints one picture after the other, decoding and encoding their neighbours meanwhile. Blocks
  /// until all are done: call it from a thread of your own.
  ///
  /// Paintings are finished in about the order of the jobs.
  ///
  /// - Parameter report: called from several threads, but never from two at once.
  package func run(
    _ jobs: [Job], batch: BatchOptions = BatchOptions(),
    stop: CancellationToken = CancellationToken(),
    report: @escaping @Sendable (BatchEvent) -> Void = { _ in }
  ) -> BatchSummary {
    run(from: ArrayJobSource(jobs), batch: batch, stop: stop, report: report)
  }

  package func run(
    from jobs: any JobSource, batch: BatchOptions, stop: CancellationToken,
    report: @escaping @Sendable (BatchEvent) -> Void
  ) -> BatchSummary {
    let (counters, start) = (BatchCounters(), ContinuousClock.now)
    let isFull = BatchRunner(pool: pool, policy: policy(batch), options: batch, stop: stop) {
      event in
      counters.count(event) { report(event) }
    }.run(jobs)
    var summary = counters.summary
    summary.seconds = (ContinuousClock.now - start) / .seconds(1)
    (summary.interrupted, summary.diskIsFull) = (stop.isRaised, isFull)
    return summary
  }

  /// Without regard to what is kept aside in memory.
  package var limits: ImageLimits { options.limits }

  func policy(_ batch: BatchOptions) -> ResumePolicy {
    ResumePolicy(
      journal: batch.journal, existing: options.existing, key: key,
      complain: WarnOnce(batch.warn).tell)
  }

  /// Paints one picture on a thread of its own.
  ///
  /// When the task is cancelled, computing stops and nothing is written.
  ///
  /// - Parameters:
  ///   - painting: its suffix says the format. What is there already is dealt with as the options say.
  ///   - format: nil for the one that the suffix says.
  ///   - journal: where it is noted what was painted, and by which it is known whether a painting that is
  ///     there is this one; without it, a file that is there is left alone unless the options say
  ///     otherwise.
  /// - Returns: whether the painting was written now, or why not.
  /// - Throws: what stood in the way: ``JobError``, `ImageError` and what else
  ///   ``JobRequest/jobs()`` throws, ``DeviceError``; ``RenderError`` for what can go wrong inside;
  ///   `CancellationError`.
  @discardableResult
  package func render(
    _ photograph: Path, to painting: Path, as format: ImageFormat? = nil,
    journal: Journal? = nil, warn: @escaping @Sendable (String) -> Void = { _ in }
  ) async throws -> RenderResult {
    try Task.checkCancellation()
    var request = JobRequest(inputs: [photograph], output: painting)
    request.format = format
    let list = try request.jobs()
    if let rejection = list.rejections.first { throw rejection.error }
    let end = Mutex<BatchEvent?>(nil)
    let stop = CancellationToken()
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        do throws(Cause) {
          try SystemThread.start { [self] in
            var batch = BatchOptions()
            (batch.journal, batch.warn) = (journal, warn)
            _ = run(list.jobs, batch: batch, stop: stop) { event in
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
      default: throw RenderError(failure)
      }
    case .started?, .progress?, nil: throw CancellationError()
    }
  }
}

/// What became of a painting.
package enum RenderResult: Hashable, Sendable {
  /// It is there, and what is known of it.
  case written(BatchEvent.Finished)
  /// It was not painted, because of what is there.
  case skipped(SkipDecision.Reason)
}

/// Why a picture could not be painted, where no error of a more particular type says so.
package struct RenderError: Error, Hashable, CustomStringConvertible {
  package let code: BatchEvent.FailureCode
  /// One line that names the file, what was found and what was expected.
  package let reason: String
  package var description: String { reason }

  /// Whether the same may go well a moment later, without anybody doing something about it.
  package let isTransient: Bool

  init(_ failure: BatchEvent.Failure) {
    (code, reason, isTransient) = (failure.code, failure.reason, failure.isTransient)
  }
}

/// The errors whose types are public; those of rooms below are told as ``RenderError``.
private protocol PubliclyThrown {}
extension JobError: PubliclyThrown {}
extension FileError: PubliclyThrown {}
extension ImageError: PubliclyThrown {}
extension DeviceError: PubliclyThrown {}
