import Foundation
import Logging
import StylizeKit
import Synchronization

/// Shows a batch: results on standard output, everything else on standard error.
final class Display: Sendable {
  private let bar: Mutex<ProgressBar>
  private let throttle = Mutex<[Job.Source: ContinuousClock.Instant]>([:])
  private let messages: MessageOptions
  private let log: Logger
  private let total: Int
  private let counts = Mutex((summary: BatchSummary(), started: 0))
  private let start = ContinuousClock.now

  init(_ list: JobList, _ messages: MessageOptions, log: Logger, hasBar: Bool = true) {
    bar = Mutex(
      ProgressBar(
        total: list.jobs.count, isQuiet: messages.quiet || messages.json || !hasBar))
    self.messages = messages
    self.log = log
    total = list.jobs.count
    for leftOut in list.leftOut { log.debug("\(leftOut)") }
    if list.passedOver.total > 0 { log.info("passed over \(list.passedOver)") }
    for rejection in list.rejections { log.error("\(rejection.error)") }
  }

  /// Opens the lines for programs.
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

  /// The answer to a person who asks how far the batch is, however quiet the program is.
  func tellStatus() {
    let (summary, started) = counts.withLock { $0 }
    let ended = summary.finished + summary.skipped + summary.failed
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    bar.withLock {
      $0.clear()
      PlainLogHandler.write(
        .notice,
        "\(summary.finished) painted, \(summary.skipped) skipped, \(summary.failed) failed of "
          + "\(total) in \(ProgressBar.duration(seconds))")
    }
    guard messages.json else { return }
    var line = EventLine(.status)
    (line.finished, line.skipped, line.failed) = (summary.finished, summary.skipped, summary.failed)
    let inWork = max(started - summary.finished - summary.failed, 0)
    (line.waiting, line.inWork) = (max(total - ended - inWork, 0), inWork)
    (line.pixels, line.seconds) = (summary.pixels, seconds)
    line.write()
  }

  private func count(_ event: BatchEvent) {
    counts.withLock { counts in
      switch event {
      case .started: counts.started += 1
      case .progress: break
      case .finished(_, let facts):
        counts.summary.finished += 1
        counts.summary.pixels += facts.pixels
      case .skipped: counts.summary.skipped += 1
      case .failed: counts.summary.failed += 1
      }
    }
  }

  func show(_ event: BatchEvent) {
    count(event)
    if messages.json, !isTooSoon(event) { EventLine(event).write() }
    bar.withLock { bar in
      switch event {
      case .started: break
      case .progress(_, let fraction): bar.progress(fraction)
      case .finished(let job, let finished):
        bar.clear()
        if case .file(let path) = job.destination, !messages.quiet, !messages.json {
          ResultStream.write(path: path)
        }
        log.debug("\(job.source): \(finished.line)")
        bar.advance(pixels: finished.pixels)
      case .skipped(let job, let reason):
        bar.clear()
        switch reason {
        case .finished: log.debug("\(job.destination): \(reason.text), skipped")
        case .exists: log.info("\(job.destination): \(reason.text), skipped")
        case .edited, .otherPhotograph: log.warning("\(job.destination): \(reason.text), skipped")
        }
        bar.advance(pixels: 0)
      case .failed(_, let failure):
        bar.clear()
        log.error("\(failure.reason)")
        bar.advance(pixels: 0)
      }
    }
  }

  /// Takes the bar away and says what a person must know at the end.
  func end(_ summary: BatchSummary, rejected: Int, status: ExitStatus?) {
    bar.withLock { $0.clear() }
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
        "stopped after \(summary.finished) paintings; the same command goes on with what is left")
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
    } else if summary.skipped > 0 || summary.finished > 1 {
      let level: Logger.Level = summary.skipped > 0 ? .info : .debug
      log.log(
        level: level,
        "\(summary.finished) painted, \(summary.skipped) skipped in \(summary.duration)")
    }
  }

  /// A program that follows a picture needs no more than two lines a second.
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

extension BatchSummary {
  fileprivate var duration: String { ProgressBar.duration(seconds) }
}
