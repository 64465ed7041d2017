internal import Files
internal import ImageIO
internal import Networks
package import StyleTransfer

/// What a batch would do, and about what it would take.
package struct BatchEstimate: Sendable {
  /// What is to be done about each job, in the jobs' order.
  package var decisions: [(job: Job, decision: SkipDecision)] = []
  /// Of all pictures that would be painted.
  package var pixels = 0
  /// Seconds; nil when there is nothing to paint.
  package var seconds: Double?
  /// Bytes that the paintings would take on the disk.
  package var diskBytes = 0
  /// Bytes that the whole program should have in memory at most.
  package var memoryBytes = 0
  /// Whether seconds and bytes come from the journal's paintings in this style, or from a small picture
  /// that was painted for the purpose.
  package var isFromJournal = false

  package var pictures: Int {
    decisions.count { if case .paint = $0.decision { true } else { false } }
  }
}

extension BatchProcessor {
  /// Looks at every job without doing it. Photographs' headers are read, of many those of a thousand.
  package func estimate(_ jobs: [Job], batch: BatchOptions = BatchOptions()) -> BatchEstimate {
    BatchEstimate(jobs, policy(batch), batch, pool.chosen[0])
  }
}

extension BatchProcessor {
  /// Looks at every job as ``estimate(_:batch:)`` does, and tells of each as soon as it is known how much
  /// work it will be, for ``RemainingTime``. Of many pictures, the headers of a thousand are read.
  ///
  /// - Parameter tell: given the job and its work, 0 for one that will be skipped; returns false to stop.
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
  /// From the paintings that a journal knows of; nil when it has none like these.
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
  /// How many headers are read; more pictures are taken for the average of these.
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
    // A picture for which the memory is too little fails when its turn comes.
    memoryBytes =
      (try? estimates.peakBytes(of: largest, by: writer, count: toPaint.count, batch.inFlight))
      ?? estimates.memoryBytes
  }
}
