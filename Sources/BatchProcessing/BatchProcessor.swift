package import Devices
internal import Engine
package import Files
package import ImageIO
internal import Networks
package import StyleLibrary
package import StyleTransfer
internal import Synchronization

/// Renders pictures in one look. Make it once and use it for any number of pictures.
///
///     let catalog = Catalog(folders: StyleFolders.search(named: []))
///     let processor = try BatchProcessor(StyleSettings(style: "starry"), from: catalog)
///     try processor.render("photo.jpg", to: "painting.png")
package final class BatchProcessor: Sendable {
  let pool: DevicePool
  let options: RenderOptions
  private let key: RenderKey

  /// - Parameters:
  ///   - devices: the devices that render; nil for what ``DeviceChoice/automatic`` chooses.
  ///   - threads: the number of processor threads; nil for one per processor.
  ///   - warn: receives a message that names a device that can't be used and its substitute.
  /// - Throws: `ModelError` or `NetworkError` when the style, its network or its weights can't be loaded; `ImageError`
  ///   when the mask can't be read; ``DeviceError`` when a device can't be used.
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

  /// Renders one picture after the other, while their neighbours are decoded and encoded. Blocks until all are done:
  /// call it from a thread of your own.
  ///
  /// Results are finished in about the order of the jobs.
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

  /// The limits of image readers, without regard to what is kept aside in memory.
  package var limits: ImageLimits { options.limits }

  func policy(_ batch: BatchOptions) -> ResumePolicy {
    ResumePolicy(
      journal: batch.journal, existing: options.existing, key: key,
      complain: WarnOnce(batch.warn).tell)
  }

  /// Renders one picture to a file or a folder. Blocks until it is done.
  ///
  /// - Parameters:
  ///   - output: the path of the result, whose suffix gives the format unless `format` does. A file that exists there
  ///     is treated as the options say.
  ///   - journal: the record of results, which tells whether an existing file is this result; without it, an existing
  ///     file is left alone unless the options say otherwise.
  ///   - stop: ends the rendering when raised; nothing is written then.
  /// - Returns: the facts of the result, or the reason why none was written.
  /// - Throws: ``JobError``, ``FileError`` and `ImageError` as ``JobRequest/jobs()`` does; ``BatchEvent/Failure`` for
  ///   later failures; `CancellationError` when `stop` was raised.
  @discardableResult
  package func render(
    _ input: Path, to output: Path, as format: ImageFormat? = nil, journal: Journal? = nil,
    stop: CancellationToken = CancellationToken(),
    warn: @escaping @Sendable (String) -> Void = { _ in }
  ) throws -> RenderResult {
    var request = JobRequest(inputs: [input], output: output)
    request.format = format
    let list = try request.jobs()
    if let rejection = list.rejections.first { throw rejection.error }
    let end = Mutex<BatchEvent?>(nil)
    var batch = BatchOptions()
    (batch.journal, batch.warn) = (journal, warn)
    _ = run(list.jobs, batch: batch, stop: stop) { event in end.withLock { $0 = event } }
    switch end.withLock({ $0 }) {
    case .finished(_, let facts)?: return .written(facts)
    case .skipped(_, let reason)?: return .skipped(reason)
    case .failed(_, let failure)?: throw failure
    case .started?, .progress?, nil: throw CancellationError()
    }
  }
}

/// The outcome of rendering one picture.
package enum RenderResult: Hashable, Sendable {
  /// The result was written, with these facts.
  case written(BatchEvent.Finished)
  /// Nothing was written, because of the file that exists there.
  case skipped(SkipDecision.Reason)
}
