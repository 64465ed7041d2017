internal import Engine
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

  /// Runs until all jobs had their turn or `stop` is raised.
  func run(_ jobs: any JobSource) {
    let abandoned = AbandonedOutputs()
    let stands = easels.chosen.map { Stand($0, options) }
    let shares = Shares(
      speeds: easels.speeds, capacities: easels.chosen.map { $0.places + options.workers })
    let roster = Roster(shares) { jobs.left }
    let paintings = BoundedQueue<Errand<DryPainting>>(capacity: options.workers)

    let loaders = Crew(options.workers) { _ in
      while !stop.isRaised, let job = jobs.take() {
        abandoned.remove(beside: job)
        let index = roster.next()
        let isLoaded = attempt(job) {
          guard let errand = try load(job, stands[index]) else { return false }
          return stands[index].photographs.push(errand)
        }
        if isLoaded != true { roster.leave(index, painted: false) }
      }
    } last: {
      for stand in stands { stand.photographs.close() }
    }
    let storers = Crew(options.workers) { _ in
      while let errand = paintings.pop() { attempt(errand.job) { try store(errand) } }
    } last: {
    }
    let painters = stands.enumerated().map { index, stand in
      Crew(stand.easel.places) { place in
        while !stop.isRaised, let errand = stand.photographs.pop() {
          let painting = attempt(errand.job) { try paint(errand, in: place) }
          roster.leave(index, painted: painting != nil)
          if let painting { paintings.push(painting) }
        }
      } last: {
        // After a stop nobody takes what loaders still have for it, and they must not wait for that.
        roster.close()
        stand.close()
      }
    }
    for crew in painters { crew.wait() }
    loaders.wait()
    paintings.close()
    storers.wait()
    ledger.journal?.flush()
  }

  /// Nil when there is nothing to do.
  private func load(_ job: Job, _ stand: Stand) throws -> Errand<any Sitting>? {
    let overwriting: Bool
    switch ledger.standing(of: job) {
    case .paint(let replaces): overwriting = replaces
    case .exists: throw FileError.exists(path: job.destination.path!)
    case .skip(let reason):
      if reason == .finished { ledger.settle(job) }
      report(.skipped(job, reason))
      return nil
    }
    let persistence = Persistence(retries: options.retries, stop: stop)
    return try persistence.attempt(job.source) {
      let before = job.source.path.flatMap { FileFacts($0) }
      var admitted: (info: PictureInfo, share: Allowance.Share)?
      let sitting = try easels.persevere(at: stand.easel, warn: warn(job)) { easel, effort in
        try easel.load(job, overwriting: overwriting, options.inFlight, effort) { info, need in
          admitted = nil
          admitted = (info, stand.allowance.take(need))
        }
      }
      return Errand(
        job: job, picture: sitting, overwriting: overwriting,
        identity: try ledger.identity(of: job, before: before),
        info: admitted!.info, share: admitted!.share, persistence: persistence)
    }
  }

  private func paint(_ errand: Errand<any Sitting>, in place: Int) throws -> Errand<DryPainting> {
    let (job, loaded) = (errand.job, errand.picture)
    var start = ContinuousClock.now
    func started() {
      report(.started(job))
      start = .now
    }
    func goOn(_ fraction: Double) -> Bool {
      report(.progress(job, fraction))
      return !stop.dropsWork
    }
    let painting = try errand.persistence.attempt(job.source) {
      try easels.persevere(at: loaded.easel, loaded.effort, warn: warn(job)) { easel, effort in
        if easel === loaded.easel, effort == loaded.effort,
          let painting = try loaded.paint(in: place, started: started, progress: goOn)
        {
          return painting
        }
        let again = try easel.load(
          job, overwriting: errand.overwriting, options.inFlight, effort
        ) { _, _ in }
        return try again.paint(in: nil, started: started, progress: goOn)!
      }
    }
    return errand.with(painting, seconds: (ContinuousClock.now - start) / .seconds(1))
  }

  private func store(_ errand: Errand<DryPainting>) throws {
    ledger.begin(errand.job, errand.identity)
    try errand.persistence.attempt(errand.job.source) { try errand.picture.store() }
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

/// A device in a batch, with what is on its way to it.
private struct Stand: Sendable {
  let easel: any Easel
  let photographs: BoundedQueue<Errand<any Sitting>>
  let allowance: Allowance

  init(_ easel: any Easel, _ options: BatchOptions) {
    self.easel = easel
    photographs = BoundedQueue(capacity: options.workers)
    allowance = Allowance(limit: easel.picturesBytes(options.inFlight))
  }

  func close() {
    photographs.close()
    allowance.close()
  }
}
