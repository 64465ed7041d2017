internal import Engine
internal import Foundation
internal import Images
internal import Networks

/// Takes jobs through a painter so that photographs are decoded and paintings encoded while others are
/// computed: small ones side by side, one thread each, larger ones alone and by all threads.
struct Pipeline<B: Backend>: Sendable {
  let painter: Painter<B>
  let lanes: Lanes<B>
  let ledger: Ledger
  let options: BatchOptions
  let stop: StopSignal
  let report: @Sendable (BatchEvent) -> Void

  /// Runs until all jobs had their turn or `stop` is raised.
  func run(_ jobs: any JobSource) {
    let abandoned = AbandonedOutputs()
    let allowance = Allowance(limit: painter.picturesBytes(options))
    let photographs = BoundedQueue<Errand<Photograph<B>>>(capacity: options.workers)
    let paintings = BoundedQueue<Errand<Painting<B>>>(capacity: options.workers)

    let loaders = Crew(options.workers) { _ in
      while !stop.isRaised, let job = jobs.take() {
        abandoned.remove(beside: job)
        attempt(job) { if let errand = try load(job, allowance) { photographs.push(errand) } }
      }
    } last: {
      photographs.close()
    }
    let storers = Crew(options.workers) { _ in
      while let errand = paintings.pop() { attempt(errand.job) { try store(errand) } }
    } last: {
    }
    let painters = Crew(lanes.count) { lane in
      while !stop.isRaised, let errand = photographs.pop() {
        attempt(errand.job) { paintings.push(try paint(errand, in: lane)) }
      }
    } last: {
    }
    painters.wait()
    photographs.close()
    allowance.close()
    loaders.wait()
    paintings.close()
    storers.wait()
    ledger.journal?.flush()
  }

  /// Nil when there is nothing to do.
  private func load(_ job: Job, _ allowance: Allowance) throws -> Errand<Photograph<B>>? {
    let overwriting: Bool
    switch ledger.standing(of: job) {
    case .paint(let replaces): overwriting = replaces
    case .exists: throw JobError.exists(output: job.destination.path!)
    case .skip(let reason):
      if reason == .finished { ledger.settle(job) }
      report(.skipped(job, reason))
      return nil
    }
    let persistence = Persistence(retries: options.retries, stop: stop)
    return try persistence.attempt(job.source) {
      let before = job.source.path.flatMap { FileFacts($0) }
      var admitted: (info: PictureInfo, share: Allowance.Share)?
      let photograph = try painter.load(job, overwriting: overwriting, options) { info, need in
        admitted = (info, allowance.take(need))
      }
      return Errand(
        job: job, picture: photograph, identity: try ledger.identity(of: job, before: before),
        info: admitted!.info, share: admitted!.share, persistence: persistence)
    }
  }

  private func paint(_ errand: Errand<Photograph<B>>, in lane: Int) throws -> Errand<Painting<B>> {
    try lanes.withPainter(for: errand.picture, lane, or: painter) { painter in
      report(.started(errand.job))
      let start = ContinuousClock.now
      let painting = try errand.persistence.attempt(errand.job.source) {
        try painter.paint(errand.picture) { fraction in
          report(.progress(errand.job, fraction))
          return !stop.dropsWork
        }
      }
      return errand.with(painting, seconds: (ContinuousClock.now - start) / .seconds(1))
    }
  }

  private func store(_ errand: Errand<Painting<B>>) throws {
    ledger.begin(errand.job, errand.identity)
    try errand.persistence.attempt(errand.job.source) { try painter.store(errand.picture) }
    let facts = BatchEvent.Finished(
      width: errand.info.width, height: errand.info.height, seconds: errand.seconds,
      device: ledger.device,
      attempts: errand.persistence.attempts)
    report(.finished(errand.job, try ledger.finish(errand.job, errand.identity, facts)))
  }

  /// Turns what `body` throws into an event; the batch goes on.
  private func attempt(_ job: Job, _ body: () throws -> Void) {
    do {
      try body()
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
  }
}
