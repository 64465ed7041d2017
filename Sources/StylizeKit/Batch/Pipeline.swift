internal import Engine
internal import Foundation
internal import Images
internal import Networks

/// Takes jobs through a painter so that the next photograph is decoded and the last painting is
/// encoded while one is computed.
struct Pipeline<B: Backend>: Sendable {
  let painter: Painter<B>
  let stop: StopSignal
  let report: @Sendable (BatchEvent) -> Void

  /// Runs until all jobs had their turn or `stop` is raised. The calling thread computes.
  func run(_ jobs: [Job]) {
    let photographs = BoundedQueue<Photograph<B>>(capacity: 1)
    let paintings = BoundedQueue<(Painting<B>, BatchEvent.Finished)>(capacity: 1)
    let stored = DispatchSemaphore(value: 0)

    Thread.detachNewThread {
      for job in jobs where !stop.isRaised {
        guard !isDone(job) else {
          report(.skipped(job))
          continue
        }
        attempt(job) { photographs.push(try painter.load(job)) }
      }
      photographs.close()
    }
    Thread.detachNewThread {
      while let (painting, finished) = paintings.pop() {
        let job = painting.photograph.job
        attempt(job) {
          try painter.store(painting)
          report(.finished(job, finished))
        }
      }
      stored.signal()
    }
    while let photograph = photographs.pop(), !stop.isRaised {
      let job = photograph.job
      attempt(job) {
        report(.started(job))
        let clock = ContinuousClock()
        let start = clock.now
        let painting = try painter.paint(photograph) { fraction in
          report(.progress(job, fraction))
          return !stop.isRaised
        }
        let size = painting.map.region.size
        paintings.push(
          (
            painting,
            BatchEvent.Finished(
              width: size.width, height: size.height, seconds: (clock.now - start) / .seconds(1))
          ))
      }
    }
    photographs.close()
    paintings.close()
    stored.wait()
  }

  private func isDone(_ job: Job) -> Bool {
    guard painter.options.existing == .skip, case .file(let path) = job.destination else {
      return false
    }
    return FileFacts(path) != nil
  }

  /// Turns what `body` throws into an event; the batch goes on.
  private func attempt(_ job: Job, _ body: () throws -> Void) {
    do {
      try body()
    } catch EngineError.cancelled {
      // What was stopped has not failed: it is painted when the batch is run again.
    } catch let error as ImageError {
      report(.failed(job.source, reason: "\(error)"))
    } catch let error as JobError {
      report(.failed(job.source, reason: "\(error)"))
    } catch {
      report(.failed(job.source, reason: "\(job.source): \(error)"))
    }
  }
}
