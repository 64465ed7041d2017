import Foundation
import Logging
import StylizeKit
import Synchronization

/// Shows a batch to a person: results on standard output, everything else on standard error.
final class Display: Sendable {
  private let bar: Mutex<ProgressBar>
  private let isQuiet: Bool
  private let log: Logger

  init(_ list: JobList, isQuiet: Bool, log: Logger) {
    bar = Mutex(ProgressBar(total: list.jobs.count, isQuiet: isQuiet))
    self.isQuiet = isQuiet
    self.log = log
    for rejection in list.rejections { log.error("\(rejection.error)") }
  }

  func show(_ event: BatchEvent) {
    bar.withLock { bar in
      switch event {
      case .started: break
      case .progress(_, let fraction): bar.progress(fraction)
      case .finished(let job, let finished):
        bar.clear()
        if case .file(let path) = job.destination, !isQuiet { print(path) }
        log.debug(
          "\(job.source): \(finished.width)×\(finished.height) in \(String(format: "%.2f", finished.seconds)) s"
        )
        bar.advance(pixels: finished.pixels)
      case .skipped(let job):
        bar.clear()
        log.info("\(job.destination): is there already, skipped")
        bar.advance(pixels: 0)
      case .failed(_, let reason):
        bar.clear()
        log.error("\(reason)")
        bar.advance(pixels: 0)
      }
    }
  }

  /// Takes the bar away and says what a person must know at the end.
  func end(_ summary: BatchSummary, rejected: Int) {
    bar.withLock { $0.clear() }
    if summary.interrupted {
      log.warning("stopped; the same command goes on with what is left")
    }
    let failed = summary.failed + rejected
    if failed > 0 {
      log.error("\(summary.finished) painted, \(summary.skipped) skipped, \(failed) failed")
    }
  }
}
