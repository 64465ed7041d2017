internal import Engine
internal import Files
internal import ImageIO
package import StyleTransfer

/// Runs jobs on the devices so that photographs are decoded and results encoded while others are computed. The
/// processor computes small pictures side by side, one thread each, and larger ones alone with all threads.
struct BatchRunner: Sendable {
  let pool: DevicePool
  let policy: ResumePolicy
  let options: BatchOptions
  let stop: CancellationToken
  let report: @Sendable (BatchEvent) -> Void
  private let disk: FullDisk

  init(
    pool: DevicePool, policy: ResumePolicy, options: BatchOptions, stop: CancellationToken,
    report: @escaping @Sendable (BatchEvent) -> Void
  ) {
    (self.pool, self.policy, self.options, self.stop) = (pool, policy, options, stop)
    self.report = report
    disk = FullDisk(endsBatch: options.endsOnFullDisk)
  }

  /// Whether no further picture may be started.
  private var ends: Bool { stop.isRaised || disk.endsBatch }

  /// The time that a decoder may still take after a stop, in seconds; what it decodes is not rendered any more.
  private static let patience = 1.0

  /// Runs until all jobs had their turn or `stop` is raised. Where the system refuses threads, fewer do the work, in
  /// the extreme case the calling one alone.
  ///
  /// - Returns: whether the batch ended early because the disk is full.
  func run(_ jobs: any JobSource) -> Bool {
    let abandoned = AbandonedOutputs()
    let shares = DeviceShares(
      speeds: pool.speeds, capacities: pool.chosen.map { $0.places + options.workers })
    let scheduler = DeviceScheduler(shares, countLeft: { jobs.left })
    let rendered = BoundedQueue<WorkItem<RenderedImage>>(capacity: options.workers)
    let retries = RetryQueue()
    let queues = DeviceQueues(pool.chosen, options) { (queue) throws(Cause) -> WorkerGroup? in
      try WorkerGroup(queue.worker.places) { place in
        while !ends, let item = queue.prepared.pop() {
          let end = infer(item, in: place)
          if let index = item.index {
            scheduler.leave(index, painted: { if case .painted = end { true } else { false } }())
          }
          switch end {
          case .painted(let painting):
            rendered.push(painting)
            retries.leave()
          case .again(let request): retries.push(request)
          case .failed: retries.leave()
          }
        }
      } last: {
        // After a stop nobody takes the loaders' pictures, and loaders must not wait for that.
        scheduler.close()
        queue.close()
        retries.stop()
      }
    }
    var others: [WorkerGroup] = []
    do throws(Cause) {
      // Consumers are started before producers, so that no producer waits for a consumer that never starts.
      let storers = try WorkerGroup(options.workers) { _ in
        while let item = rendered.pop() {
          // A result for which the disk has no room is not tried: it has not failed, and is rendered the next time.
          if !disk.endsBatch { attempt(item.job) { try store(item) } }
        }
      } last: {
      }
      others.append(storers)
      try queues.start()
      let reloaders = try WorkerGroup(1) { _ in
        while let request = retries.pop(unless: { ends }) {
          if attempt(request.job, { try load(request, queues) }) != true { retries.leave() }
        }
      } last: {
        // No further picture can arrive.
        queues.close()
      }
      others.append(reloaders)
      let loaders = try WorkerGroup(options.workers) { _ in
        while !ends, let job = jobs.take() {
          abandoned.remove(beside: job)
          let index = scheduler.next()
          retries.enter()
          let isLoaded = attempt(job) { try loadFirst(job, at: index, queues) }
          if isLoaded != true {
            scheduler.leave(index, painted: false)
            retries.leave()
          }
        }
      } last: {
        retries.complete()
      }
      // A loader may be stuck in a slow decoder; the threads that compute must not wait for it.
      _ = loaders.wait(unless: stop, seconds: Self.patience) {
        queues.close()
        retries.stop()
      }
      _ = reloaders.wait(unless: stop, seconds: Self.patience) { queues.close() }
      queues.wait()
      rendered.close()
      storers.wait()
    } catch {
      retries.stop()
      queues.close()
      rendered.close()
      queues.wait()
      for group in others { group.wait() }
      options.warn("the system makes no more threads (\(error)): one picture after the other")
      runOnCallingThread(jobs, abandoned)
    }
    policy.journal?.flush()
    return disk.endsBatch
  }

  /// Runs all steps of all jobs on the calling thread.
  private func runOnCallingThread(_ jobs: any JobSource, _ abandoned: AbandonedOutputs) {
    let queues = DeviceQueues([pool.chosen[0]], options) { (_) throws(Cause) -> WorkerGroup? in nil
    }
    while !ends, let job = jobs.take() {
      abandoned.remove(beside: job)
      attempt(job) {
        guard try loadFirst(job, at: 0, queues),
          let item = try queues.queue(of: pool.chosen[0]).prepared.pop()
        else { return }
        if case .painted(let painting) = infer(item, in: 0) { try store(painting) }
      }
    }
  }

  /// Loads a picture for the first time; returns false when there is nothing to do.
  private func loadFirst(_ job: Job, at index: Int, _ queues: DeviceQueues) throws -> Bool {
    guard let overwriting = try shouldPaint(job) else { return false }
    return try load(
      LoadRequest(
        job: job, overwriting: overwriting, worker: pool.chosen[index], fallback: FallbackLevel(),
        retry: RetryPolicy(retries: options.retries, stop: stop), index: index),
      queues)
  }

  /// Whether the job's result may replace a file; nil when there is nothing to do.
  private func shouldPaint(_ job: Job) throws -> Bool? {
    switch policy.decision(for: job) {
    case .paint(let overwriting): return overwriting
    case .exists: throw FileError.exists(path: job.destination.path!)
    case .skip(let reason):
      if reason == .finished { policy.completeRecord(of: job) }
      report(.skipped(job, reason))
      return nil
    }
  }

  /// Decodes a photograph once there is memory for it, and queues it for its device. This is the only way to memory,
  /// for first tries and retries alike.
  ///
  /// - Returns: false when the batch ends and the picture is dropped.
  private func load(_ request: LoadRequest, _ queues: DeviceQueues) throws -> Bool {
    let job = request.job
    let item = try request.retry.attempt(job.source) { () throws -> WorkItem<any PreparedImage> in
      let before = job.source.path.flatMap { FileStatus($0) }
      var admitted: (info: ImageInfo, lease: MemoryAdmission.Lease)?
      let prepared = try pool.withFallback(at: request.worker, request.fallback, warn: warn(job)) {
        worker, fallback in
        let queue = try queues.queue(of: worker)
        let admission = Admission(options.inFlight) { info, need in
          admitted = nil
          admitted = (info, queue.admission.take(need))
        }
        return try worker.prepare(job, overwriting: request.overwriting, fallback, admission)
      }
      if let pages = admitted?.info.pages, pages > 1, request.index != nil {
        options.warn("\(job.source): has \(pages) pages or frames; only the first is painted")
      }
      return WorkItem(
        job: job, picture: prepared, overwriting: request.overwriting,
        identity: try policy.identity(of: job, before: before), info: admitted!.info,
        lease: admitted!.lease, retry: request.retry, index: request.index)
    }
    return try queues.queue(of: item.picture.worker).prepared.push(item)
  }

  /// The outcome of computing a picture.
  private enum End {
    case painted(WorkItem<RenderedImage>)
    /// The picture has to be loaded again, for this or another device.
    case again(LoadRequest)
    /// The picture failed, and that was reported.
    case failed
  }

  private func infer(_ item: WorkItem<any PreparedImage>, in place: Int) -> End {
    let (job, loaded) = (item.job, item.picture)
    var start = ContinuousClock.now
    func started() {
      report(.started(job))
      start = .now
    }
    func goOn(_ fraction: Double) -> Bool {
      report(.progress(job, fraction))
      return !stop.dropsWork && !disk.endsBatch
    }
    func again(
      _ worker: any DeviceWorker, _ fallback: FallbackLevel, _ time: ContinuousClock.Instant?
    ) -> End {
      .again(
        LoadRequest(
          job: job, overwriting: item.overwriting, worker: worker, fallback: fallback,
          retry: item.retry, index: nil, notBefore: time))
    }
    return attempt(job) {
      // The device may have been lost since the photograph was prepared on it.
      let worker = try pool.available(for: loaded.worker)
      guard worker === loaded.worker else {
        return again(worker, FallbackLevel(isSingle: loaded.fallback.isSingle), nil)
      }
      do {
        let painting = try loaded.infer(in: place, started: started, progress: goOn)
        return .painted(
          item.with(painting, seconds: (ContinuousClock.now - start) / .seconds(1)))
      } catch EngineError.cancelled {
        throw EngineError.cancelled
      } catch {
        if let next = try pool.next(after: error, at: worker, loaded.fallback) {
          warn(job)("\(worker.device): \(error); \(next.what)")
          return again(next.worker, next.fallback, nil)
        }
        let seconds = try item.retry.secondsUntilNext(after: error, of: job.source)
        return again(worker, loaded.fallback, .now + .seconds(seconds))
      }
    } ?? .failed
  }

  private func store(_ item: WorkItem<RenderedImage>) throws {
    policy.begin(item.job, item.identity)
    do {
      try item.retry.attempt(item.job.source) { try item.picture.encode() }
    } catch {
      let failure = BatchEvent.Failure(
        (error as? RetriesExhausted)?.error ?? error, of: item.job.source)
      if disk.notes(failure) { throw EngineError.cancelled }
      throw error
    }
    let facts = BatchEvent.Finished(
      width: item.info.width, height: item.info.height, seconds: item.seconds,
      device: item.picture.device,
      attempts: item.retry.attempts)
    report(.finished(item.job, try policy.finish(item.job, item.identity, facts)))
  }

  private func warn(_ job: Job) -> (String) -> Void {
    { options.warn("\(job.source): \($0)") }
  }

  /// Turns what `body` throws into an event; the batch goes on.
  @discardableResult
  private func attempt<Result>(_ job: Job, _ body: () throws -> Result) -> Result? {
    do {
      return try body()
    } catch EngineError.cancelled {
      // A cancelled picture has not failed: it is rendered when the batch is run again.
    } catch {
      let gaveUp = error as? RetriesExhausted
      var failure = BatchEvent.Failure(gaveUp?.error ?? error, of: job.source)
      failure.attempts = gaveUp?.attempts ?? 1
      policy.fail(job, failure)
      // If a file appeared at the output meanwhile, another program was faster.
      let isThere = failure.code == .exists && policy.existing == .skip
      report(isThere ? .skipped(job, .exists) : .failed(job.source, failure))
    }
    return nil
  }
}

/// The pipeline with arbitrary device workers and no journal, for tests of how pictures share memory.
package enum BatchRunnerTrial {
  /// Runs until all jobs had their turn.
  ///
  /// - Parameter spare: the worker that takes over pictures that the devices can't render.
  package static func run(
    _ jobs: [Job], on pool: [any DeviceWorker], spare: any DeviceWorker, options: BatchOptions,
    report: @escaping @Sendable (BatchEvent) -> Void
  ) {
    let policy = ResumePolicy(
      journal: nil, existing: .overwrite, key: RenderKey(style: "", hash: "", options: ""),
      complain: { _ in })
    _ = BatchRunner(
      pool: DevicePool(pool, spare: spare), policy: policy, options: options,
      stop: CancellationToken(),
      report: report
    ).run(ArrayJobSource(jobs))
  }
}
