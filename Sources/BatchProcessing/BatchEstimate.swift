internal import Files
internal import ImageIO
internal import Networks
package import StyleTransfer

/// The forecast of a batch: the decision about each job, and the approximate time, disk space and memory.
package struct BatchEstimate: Sendable {
  /// The decision about each job, in the jobs' order.
  package var decisions: [(job: Job, decision: SkipDecision)] = []
  /// The total pixel count of the pictures that would be rendered.
  package var pixels = 0
  /// The expected time in seconds; nil when there is nothing to render or it can't be estimated.
  package var seconds: Double?
  /// The disk space that the results would take, in bytes.
  package var diskBytes = 0
  /// The expected peak of the whole program's memory, in bytes.
  package var memoryBytes = 0
  /// Whether time and disk space are derived from earlier results in the journal; otherwise they come from a small
  /// picture that was rendered as a measurement.
  package var isFromJournal = false

  package var pictures: Int {
    decisions.count { if case .paint = $0.decision { true } else { false } }
  }
}

extension BatchProcessor {
  /// Decides about every job without doing it. Reads the headers of photographs, of about a thousand at most.
  package func estimate(_ jobs: [Job], batch: BatchOptions = BatchOptions()) -> BatchEstimate {
    BatchEstimate(jobs, policy(batch), batch, pool.chosen[0])
  }
}

extension BatchProcessor {
  /// Decides about every job as ``estimate(_:batch:)`` does, and reports the work of each as soon as it is known, for
  /// ``RemainingTime``. Reads the headers of about a thousand photographs at most.
  ///
  /// - Parameter tell: receives the job and its work in computed pixels, 0 for one that will be skipped; returns false
  ///   to stop.
  package func forecast(
    _ jobs: [Job], batch: BatchOptions, tell: (Job, Double) -> Bool
  ) {
    let (policy, worker) = (policy(batch), pool.chosen[0])
    let step = max(1, (jobs.count + BatchEstimate.headerLimit - 1) / BatchEstimate.headerLimit)
    for (index, job) in jobs.enumerated() {
      if case .paint = policy.decision(for: job) {
        guard index.isMultiple(of: step), let path = job.source.path,
          let info = try? ImageReader(.file(path), limits: limits).info
        else { continue }
        let size = Size(height: info.height, width: info.width)
        guard tell(job, worker.estimates.work(of: size)) else { return }
      } else {
        guard tell(job, 0) else { return }
      }
    }
  }
}

extension RenderRate {
  /// Derives the rate from a journal's results of the same key on the same device; nil when there are none.
  init?(
    _ journal: Journal?, like key: RenderKey, on device: String, computed: (Size) -> Size
  ) {
    let measured = (journal?.measurements ?? [])
      .filter { $0.recipe.paintsLike(key) && $0.device == device }
    guard !measured.isEmpty else { return nil }
    let sizes = measured.map { Size(height: $0.height, width: $0.width) }
    self.init(
      seconds: measured.reduce(0) { $0 + $1.seconds },
      computed: sizes.reduce(0) { $0 + computed($1).pixels },
      bytes: measured.reduce(0) { $0 + $1.bytes }, pixels: sizes.reduce(0) { $0 + $1.pixels })
  }
}

extension BatchEstimate {
  /// The number of headers that are read at most; further pictures count as the average of these.
  static let headerLimit = 1000

  init(_ jobs: [Job], _ policy: ResumePolicy, _ batch: BatchOptions, _ worker: any DeviceWorker) {
    let estimates = worker.estimates
    decisions = jobs.map { ($0, policy.decision(for: $0)) }
    let toPaint = decisions.compactMap { job, decision in
      if case .paint = decision { job } else { nil }
    }
    guard let first = toPaint.first else { return }
    let step = max(1, (toPaint.count + Self.headerLimit - 1) / Self.headerLimit)
    let headers = stride(from: 0, to: toPaint.count, by: step).compactMap { index -> ImageInfo? in
      guard let path = toPaint[index].source.path else { return nil }
      return try? ImageReader(.file(path), limits: estimates.options.limits).info
    }
    let sizes = headers.map { Size(height: $0.height, width: $0.width) }
    guard let largest = headers.max(by: { $0.width * $0.height < $1.width * $1.height })
    else { return }
    let scale = Double(toPaint.count) / Double(sizes.count)
    pixels = Int(Double(sizes.reduce(0) { $0 + $1.pixels }) * scale)
    let computed = Double(sizes.reduce(0) { $0 + estimates.computedSize($1).pixels }) * scale
    let known = RenderRate(
      policy.journal, like: policy.key(for: first), on: worker.device,
      computed: estimates.computedSize)
    isFromJournal = known != nil
    if let rate = known ?? (try? estimates.measuredRate(format: first.format)) {
      seconds = computed * rate.secondsPerPixel
      diskBytes = Int(Double(pixels) * rate.bytesPerPixel)
    }
    let writer = estimates.options.writer(for: first.format, overwriting: true)
    // A picture for which the memory is too small fails when its turn comes.
    memoryBytes =
      (try? estimates.peakBytes(of: largest, by: writer, count: toPaint.count, batch.inFlight))
      ?? estimates.memoryBytes
  }
}
