import BatchProcessing
import Files
import Foundation
import Logging
import StyleTransfer
import Synchronization

/// Shows a batch: results on standard output, everything else on standard error.
final class Display: Sendable {
  private let state: Mutex<State>
  private let throttle = Mutex<[Job.Source: ContinuousClock.Instant]>([:])
  private let messages: MessageOptions
  private let log: Logger
  private let total: Int

  private struct State {
    var bar: ProgressBar
    var remaining: RemainingTime
    var done = 0
    /// The summary of the events so far.
    var summary = BatchSummary()
    var started = 0
  }
  private let start = ContinuousClock.now

  init(_ list: JobList, _ messages: MessageOptions, log: Logger, hasBar: Bool = true) {
    total = list.jobs.count
    state = Mutex(
      State(
        bar: ProgressBar(isQuiet: messages.quiet || messages.json || !hasBar),
        remaining: RemainingTime(pictures: list.jobs.count)))
    self.messages = messages
    self.log = log
    for leftOut in list.leftOut { log.debug("\(leftOut)") }
    if list.passedOver.total > 0 { log.info("passed over \(list.passedOver)") }
    for rejection in list.rejections { log.error("\(rejection.error)") }
  }

  /// Forecasts the work of a batch while it is rendered, so that the bar knows how much is left.
  ///
  /// - Parameter stop: ends the forecast when raised, as does the end of the batch.
  func lookAhead(
    _ stylizer: BatchProcessor, _ jobs: [Job], _ batch: BatchOptions, _ stop: CancellationToken
  ) {
    guard jobs.count > 1, state.withLock({ $0.bar.isShown }) else { return }
    Thread.detachNewThread { [self] in
      // This lowers the priority of this thread alone: rendering comes first.
      setpriority(.init(PRIO_PROCESS.rawValue), 0, 19)
      stylizer.forecast(jobs, batch: batch) { job, work in
        state.withLock { state in
          state.remaining.expect(job.source, work: work)
          return !stop.isRaised && state.done < jobs.count
        }
      }
    }
  }

  /// Writes the first line of `--json`.
  func begin(_ list: JobList, style: String, journal: Journal?) {
    guard messages.json else { return }
    var line = EventLine(.batch)
    (line.jobs, line.rejected) = (list.jobs.count, list.rejections.count)
    (line.style, line.journal) = (style, journal.map { PathText($0.path) })
    line.write()
    for rejection in list.rejections {
      EventLine(.failed(rejection.source, BatchEvent.Failure(rejection.error))).write()
    }
  }

  /// Answers the user's request for the status, however quiet the program is.
  func tellStatus() {
    let (summary, started) = state.withLock { ($0.summary, $0.started) }
    let ended = summary.finished + summary.skipped + summary.failed
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    state.withLock {
      $0.bar.clear()
      PlainLogHandler.write(
        .notice,
        "\(summary.finished) painted, \(summary.skipped) skipped, \(summary.failed) failed of "
          + "\(total) in \(ProgressLine.elapsed(seconds))")
    }
    guard messages.json else { return }
    var line = EventLine(.status)
    (line.finished, line.skipped, line.failed) = (summary.finished, summary.skipped, summary.failed)
    let inWork = max(started - summary.finished - summary.failed, 0)
    (line.waiting, line.inWork) = (max(total - ended - inWork, 0), inWork)
    (line.pixels, line.seconds) = (summary.pixels, seconds)
    line.write()
  }

  func show(_ event: BatchEvent) {
    if messages.json, !isTooSoon(event) { EventLine(event).write() }
    state.withLock { state in
      switch event {
      case .started(let job):
        state.started += 1
        progress(&state, job.source, 0)
      case .progress(let job, let fraction): progress(&state, job.source, fraction)
      case .finished(let job, let finished):
        if case .file(let path) = job.destination, !messages.quiet, !messages.json {
          state.bar.clear()
          ResultStream.write(path: path)
        }
        log.debug("\(job.source): \(finished.line)")
        state.summary.finished += 1
        state.summary.pixels += finished.pixels
        advance(&state, job.source, isPainted: true)
      case .skipped(let job, let reason):
        state.summary.skipped += 1
        switch reason {
        case .finished: log.debug("\(job.destination): \(reason.text), skipped")
        case .exists: log.info("\(job.destination): \(reason.text), skipped")
        case .edited, .otherPhotograph: log.warning("\(job.destination): \(reason.text), skipped")
        }
        advance(&state, job.source, isPainted: false)
      case .failed(let source, let failure):
        state.summary.failed += 1
        log.error("\(failure.reason)")
        advance(&state, source, isPainted: false)
      }
    }
  }

  // Where there is no bar nothing is kept of the pictures: a folder may be watched for years.

  private func progress(_ state: inout State, _ picture: Job.Source, _ fraction: Double) {
    guard state.bar.isShown else { return }
    state.remaining.progress(picture, fraction, now: state.bar.elapsed)
    draw(&state)
  }

  private func advance(_ state: inout State, _ picture: Job.Source, isPainted: Bool) {
    guard state.bar.isShown else { return }
    state.remaining.finish(picture, isPainted: isPainted)
    state.done += 1
    draw(&state)
  }

  private func draw(_ state: inout State) {
    let (remaining, done, pixels, elapsed) =
      (state.remaining, state.done, state.summary.pixels, state.bar.elapsed)
    state.bar.show {
      ProgressLine(
        part: remaining.part, count: "\(done)/\(total)",
        speed: pixels > 0 ? Double(pixels) / 1e6 / elapsed : nil,
        left: done < total ? remaining.left(now: elapsed) : nil)
    }
  }

  /// Removes the bar and reports in one line how the batch ended.
  ///
  /// - Parameter output: the destination of the results.
  func end(_ summary: BatchSummary, rejected: Int, status: ExitStatus?, output: Path) {
    state.withLock { $0.bar.clear() }
    let failed = summary.failed + rejected
    if messages.json {
      var line = EventLine(.summary)
      (line.finished, line.skipped, line.failed) = (summary.finished, summary.skipped, failed)
      (line.pixels, line.seconds) = (summary.pixels, summary.seconds)
      (line.interrupted, line.exit) = (summary.interrupted, status?.rawValue ?? 0)
      line.write()
    }
    if summary.interrupted {
      log.warning(
        "stopped after \(Self.pictures(summary.finished)); the same command goes on with what is left"
      )
    }
    if summary.diskIsFull {
      let left = max(total - summary.finished - summary.skipped - summary.failed, 0)
      if left > 0 {
        log.error(
          "stopped because the disk is full; \(left) more are left for the same command, once there is room"
        )
      }
    }
    if failed > 0 {
      log.error("\(summary.finished) painted, \(summary.skipped) skipped, \(failed) failed")
    } else if !summary.interrupted, !messages.json, total > 0 {
      log.info("\(Self.success(summary, output))")
    }
  }

  private static func success(_ summary: BatchSummary, _ output: Path) -> String {
    guard summary.finished > 0 else {
      return "nothing left to paint: 0 painted, \(summary.skipped) skipped"
    }
    let megapixels = Double(summary.pixels) / 1e6
    let place = output == "-" ? "standard output" : "\(output)"
    return "painted \(pictures(summary.finished)) ("
      + String(format: megapixels < 10 ? "%.2f" : "%.1f", megapixels)
      + " megapixels) in \(ProgressLine.elapsed(summary.seconds)) to \(place)"
      + (summary.skipped > 0 ? ", \(summary.skipped) skipped" : "")
  }

  private static func pictures(_ count: Int) -> String {
    count == 1 ? "1 picture" : "\(count) pictures"
  }

  /// Whether an event comes too soon after the last: a program that follows a picture needs no more than two lines a
  /// second.
  private func isTooSoon(_ event: BatchEvent) -> Bool {
    throttle.withLock { last in
      switch event {
      case .progress(let job, _):
        let now = ContinuousClock.now
        if let before = last[job.source], now - before < .milliseconds(500) { return true }
        last[job.source] = now
        return false
      case .started(let job): last[job.source] = .now
      case .finished(let job, _): last[job.source] = nil
      case .failed(let source, _): last[source] = nil
      case .skipped: break
      }
      return false
    }
  }
}

extension BatchEvent.Finished {
  fileprivate var line: String {
    "\(width)×\(height) in \(String(format: "%.2f", seconds)) s"
  }
}
