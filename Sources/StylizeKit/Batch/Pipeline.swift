internal import Engine
internal import Files
internal import Images

/// Takes jobs through the devices so that photographs are decoded and paintings encoded while others are
/// computed: on the processor small ones side by side, one thread each, larger ones alone and by all
/// threads.
struct Pipeline: Sendable {
  let easels: Easels
  let ledger: Ledger
  let options: BatchOptions
  let stop: StopSignal
  let report: @Sendable (BatchEvent) -> Void
  private let disk: FullDisk

  init(
    easels: Easels, ledger: Ledger, options: BatchOptions, stop: StopSignal,
    report: @escaping @Sendable (BatchEvent) -> Void
  ) {
    (self.easels, self.ledger, self.options, self.stop) = (easels, ledger, options, stop)
    self.report = report
    disk = FullDisk(endsBatch: options.endsOnFullDisk)
  }

  /// Whether nothing more is to be begun.
  private var ends: Bool { stop.isRaised || disk.endsBatch }

  /// How long a decoder may go on when the batch is to be stopped, in seconds; nobody paints what it decodes.
  private static let patience = 1.0

  /// Runs until all jobs had their turn or `stop` is raised. Where the system refuses threads, fewer do the
  /// work, in the end the calling one alone.
  ///
  /// - Returns: whether it ended early because the disk is full.
  func run(_ jobs: any JobSource) -> Bool {
    let abandoned = AbandonedOutputs()
    let shares = Shares(
      speeds: easels.speeds, capacities: easels.chosen.map { $0.places + options.workers })
    let roster = Roster(shares) { jobs.left }
    let paintings = BoundedQueue<Errand<DryPainting>>(capacity: options.workers)
    let retries = RetryQueue()
    let stands = Stands(easels.chosen, options) { (stand) throws(Cause) -> Crew? in
      try Crew(stand.easel.places) { place in
        while !ends, let errand = stand.photographs.pop() {
          let end = paint(errand, in: place)
          if let index = errand.index {
            roster.leave(index, painted: { if case .painted = end { true } else { false } }())
          }
          switch end {
          case .painted(let painting):
            paintings.push(painting)
            retries.leave()
          case .again(let loading): retries.push(loading)
          case .failed: retries.leave()
          }
        }
      } last: {
        // After a stop nobody takes what loaders still have for it, and they must not wait for that.
        roster.close()
        stand.close()
        retries.stop()
      }
    }
    var others: [Crew] = []
    do throws(Cause) {
      // Those that take come before those that give, so that nobody waits for one who never comes.
      let storers = try Crew(options.workers) { _ in
        while let errand = paintings.pop() {
          // What there is no room for is not tried: it has not failed, and is painted the next time.
          if !disk.endsBatch { attempt(errand.job) { try store(errand) } }
        }
      } last: {
      }
      others.append(storers)
      try stands.start()
      let reloaders = try Crew(1) { _ in
        while let loading = retries.pop(unless: { ends }) {
          if attempt(loading.job, { try load(loading, stands) }) != true { retries.leave() }
        }
      } last: {
        // Nothing can come any more.
        stands.close()
      }
      others.append(reloaders)
      let loaders = try Crew(options.workers) { _ in
        while !ends, let job = jobs.take() {
          abandoned.remove(beside: job)
          let index = roster.next()
          retries.enter()
          let isLoaded = attempt(job) { try loadFirst(job, at: index, stands) }
          if isLoaded != true {
            roster.leave(index, painted: false)
            retries.leave()
          }
        }
      } last: {
        retries.complete()
      }
      // Loaders may be in a decoder that takes its time; those that compute must not wait for what they load.
      _ = loaders.wait(unless: stop, seconds: Self.patience) {
        stands.close()
        retries.stop()
      }
      _ = reloaders.wait(unless: stop, seconds: Self.patience) { stands.close() }
      stands.wait()
      paintings.close()
      storers.wait()
    } catch {
      retries.stop()
      stands.close()
      paintings.close()
      stands.wait()
      for crew in others { crew.wait() }
      options.warn("the system makes no more threads (\(error)): one picture after the other")
      runAlone(jobs, abandoned)
    }
    ledger.journal?.flush()
    return disk.endsBatch
  }

  /// Does everything on the calling thread.
  private func runAlone(_ jobs: any JobSource, _ abandoned: AbandonedOutputs) {
    let stands = Stands([easels.chosen[0]], options) { (_) throws(Cause) -> Crew? in nil }
    while !ends, let job = jobs.take() {
      abandoned.remove(beside: job)
      attempt(job) {
        guard try loadFirst(job, at: 0, stands),
          let errand = try stands.stand(of: easels.chosen[0]).photographs.pop()
        else { return }
        if case .painted(let painting) = paint(errand, in: 0) { try store(painting) }
      }
    }
  }

  /// Loads a picture for the first time; false when there is nothing to do.
  private func loadFirst(_ job: Job, at index: Int, _ stands: Stands) throws -> Bool {
    guard let overwriting = try shouldPaint(job) else { return false }
    return try load(
      Loading(
        job: job, overwriting: overwriting, easel: easels.chosen[index], effort: Effort(),
        persistence: Persistence(retries: options.retries, stop: stop), index: index),
      stands)
  }

  /// Whether the painting may replace a file; nil when there is nothing to do.
  private func shouldPaint(_ job: Job) throws -> Bool? {
    switch ledger.standing(of: job) {
    case .paint(let overwriting): return overwriting
    case .exists: throw FileError.exists(path: job.destination.path!)
    case .skip(let reason):
      if reason == .finished { ledger.settle(job) }
      report(.skipped(job, reason))
      return nil
    }
  }

  /// Decodes a photograph once there is memory for it, and takes it to its device. There is no other way to
  /// memory, for a first try or a later one.
  ///
  /// - Returns: false when the batch ends and nobody takes it.
  private func load(_ loading: Loading, _ stands: Stands) throws -> Bool {
    let job = loading.job
    let errand = try loading.persistence.attempt(job.source) { () throws -> Errand<any Sitting> in
      let before = job.source.path.flatMap { FileFacts($0) }
      var admitted: (info: PictureInfo, share: Allowance.Share)?
      let sitting = try easels.persevere(at: loading.easel, loading.effort, warn: warn(job)) {
        easel, effort in
        let stand = try stands.stand(of: easel)
        return try easel.load(job, overwriting: loading.overwriting, options.inFlight, effort) {
          info, need in
          admitted = nil
          admitted = (info, stand.allowance.take(need))
        }
      }
      if let pages = admitted?.info.pages, pages > 1, loading.index != nil {
        options.warn("\(job.source): has \(pages) pages or frames; only the first is painted")
      }
      return Errand(
        job: job, picture: sitting, overwriting: loading.overwriting,
        identity: try ledger.identity(of: job, before: before), info: admitted!.info,
        share: admitted!.share, persistence: loading.persistence, index: loading.index)
    }
    return try stands.stand(of: errand.picture.easel).photographs.push(errand)
  }

  /// How computing ended.
  private enum End {
    case painted(Errand<DryPainting>)
    /// The picture is to be loaded once more, here or on another device.
    case again(Loading)
    /// It was told of.
    case failed
  }

  private func paint(_ errand: Errand<any Sitting>, in place: Int) -> End {
    let (job, loaded) = (errand.job, errand.picture)
    var start = ContinuousClock.now
    func started() {
      report(.started(job))
      start = .now
    }
    func goOn(_ fraction: Double) -> Bool {
      report(.progress(job, fraction))
      return !stop.dropsWork && !disk.endsBatch
    }
    func again(_ easel: any Easel, _ effort: Effort, _ time: ContinuousClock.Instant?) -> End {
      .again(
        Loading(
          job: job, overwriting: errand.overwriting, easel: easel, effort: effort,
          persistence: errand.persistence, index: nil, notBefore: time))
    }
    return attempt(job) {
      // The device may have been lost since the photograph was brought to it.
      let easel = try easels.standing(for: loaded.easel)
      guard easel === loaded.easel else {
        return again(easel, Effort(isSingle: loaded.effort.isSingle), nil)
      }
      do {
        let painting = try loaded.paint(in: place, started: started, progress: goOn)
        return .painted(
          errand.with(painting, seconds: (ContinuousClock.now - start) / .seconds(1)))
      } catch EngineError.cancelled {
        throw EngineError.cancelled
      } catch {
        if let next = try easels.next(after: error, at: easel, loaded.effort) {
          warn(job)("\(easel.device): \(error); \(next.what)")
          return again(next.easel, next.effort, nil)
        }
        let seconds = try errand.persistence.secondsUntilNext(after: error, of: job.source)
        return again(easel, loaded.effort, .now + .seconds(seconds))
      }
    } ?? .failed
  }

  private func store(_ errand: Errand<DryPainting>) throws {
    ledger.begin(errand.job, errand.identity)
    do {
      try errand.persistence.attempt(errand.job.source) { try errand.picture.store() }
    } catch {
      let failure = BatchEvent.Failure((error as? GaveUp)?.error ?? error, of: errand.job.source)
      if disk.notes(failure) { throw EngineError.cancelled }
      throw error
    }
    let facts = BatchEvent.Finished(
      width: errand.info.width, height: errand.info.height, seconds: errand.seconds,
      device: errand.picture.device,
      attempts: errand.persistence.attempts)
    report(.finished(errand.job, try ledger.finish(errand.job, errand.identity, facts)))
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
      // What was stopped has not failed: it is painted when the batch is run again.
    } catch {
      let gaveUp = error as? GaveUp
      var failure = BatchEvent.Failure(gaveUp?.error ?? error, of: job.source)
      failure.attempts = gaveUp?.attempts ?? 1
      ledger.fail(job, failure)
      // Where something appeared at the output meanwhile, another program was faster.
      let isThere = failure.code == .exists && ledger.existing == .skip
      report(isThere ? .skipped(job, .exists) : .failed(job.source, failure))
    }
    return nil
  }
}

/// The pipeline on devices of any kind, without a journal: for tests of how pictures share memory.
package enum PipelineTrial {
  /// Runs until all jobs had their turn.
  ///
  /// - Parameter spare: takes over what the devices can't paint.
  package static func run(
    _ jobs: [Job], on easels: [any Easel], spare: any Easel, options: BatchOptions,
    report: @escaping @Sendable (BatchEvent) -> Void
  ) {
    let ledger = Ledger(
      journal: nil, existing: .overwrite, recipe: Recipe(style: "", hash: "", options: ""),
      complain: { _ in })
    _ = Pipeline(
      easels: Easels(easels, spare: spare), ledger: ledger, options: options, stop: StopSignal(),
      report: report
    ).run(Turns(jobs))
  }
}
