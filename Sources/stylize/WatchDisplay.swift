import BatchProcessing
import Files
import FolderWatching
import Foundation
import Logging
import StyleTransfer
import Synchronization

/// Shows the events of watching a folder to the user, to programs and to the service manager.
final class WatchDisplay: Sendable {
  private let request: WatchRequest
  private let messages: MessageOptions
  private let notifier: ServiceNotifier?
  private let journal: Journal?
  private let log: Logger
  private let pictures: Display
  private let tally = Mutex(Tally())

  /// The counts in the service manager's status line, which needs no more than one change a second.
  private struct Tally {
    var painted = 0
    var failed = 0
    var told: ContinuousClock.Instant?
  }

  init(
    _ request: WatchRequest, _ messages: MessageOptions, _ notifier: ServiceNotifier?,
    journal: Journal?, log: Logger
  ) {
    (self.request, self.messages, self.notifier) = (request, messages, notifier)
    (self.journal, self.log) = (journal, log)
    pictures = Display(JobList(), messages, log: log, hasBar: false)
  }

  func show(_ event: WatchEvent) {
    switch event {
    case .watching(let method):
      log.info("watching \(request.jobs.inputs[0]) \(method)")
      notifier?.ready()
      notifier?.status("watching \(method)")
      if messages.json { opening(method).write() }
    case .batch(let event):
      pictures.show(event)
      count(event)
    case .gone(let path): log.debug("\(path): has disappeared")
    case .postponed(_, let failure, let seconds):
      log.warning("\(failure.reason); trying again in \(Int(seconds)) s")
    case .leftOut(let leftOut): log.debug("\(leftOut)")
    case .overflowed: log.warning("too many changes at once; checking everything again")
    case .folderGone(let path): log.error("\(path): has disappeared; waiting for it to come back")
    case .folderBack(let path): log.warning("\(path): is back")
    case .reloaded: log.info("\(request.settings.style): has changed and was reloaded")
    case .notReloaded(let reason):
      log.warning("the style has changed but can't be loaded; keeping the old one: \(reason)")
    case .trouble(let reason): log.error("\(reason)")
    case .alive: notifier?.alive()
    }
  }

  /// Answers the user's request for the status, however quiet the program is.
  func show(_ status: WatchStatus) {
    PlainLogHandler.write(.notice, status.text)
    guard messages.json else { return }
    var line = EventLine(.status)
    (line.finished, line.skipped, line.failed) = (status.painted, status.skipped, status.failed)
    (line.waiting, line.inWork) = (status.waiting, status.inWork)
    (line.pixels, line.seconds) = (status.pixels, status.seconds)
    line.write()
  }

  func end(_ status: WatchStatus) {
    log.info("\(status.text)")
    guard messages.json else { return }
    var line = EventLine(.summary)
    (line.finished, line.skipped, line.failed) = (status.painted, status.skipped, status.failed)
    (line.pixels, line.seconds) = (status.pixels, status.seconds)
    (line.interrupted, line.exit) = (true, ExitStatus.interrupted.rawValue)
    line.write()
  }

  private func opening(_ method: WatchMethod) -> EventLine {
    var line = EventLine(.watching)
    (line.input, line.output) = (PathText(request.jobs.inputs[0]), PathText(request.jobs.output))
    (line.style, line.journal) = (request.settings.style, journal.map { PathText($0.path) })
    if case .polling(let seconds, _) = method { line.seconds = seconds }
    return line
  }

  private func count(_ event: BatchEvent) {
    guard let notifier else { return }
    let text: String? = tally.withLock { tally in
      switch event {
      case .finished: tally.painted += 1
      case .failed: tally.failed += 1
      default: return nil
      }
      if let told = tally.told, .now - told < .seconds(1) { return nil }
      tally.told = .now
      return "\(tally.painted) painted, \(tally.failed) failed"
    }
    if let text { notifier.status(text) }
  }
}

extension WatchStatus {
  /// The status in one line, for the user.
  var text: String {
    var text = "\(painted) painted, \(failed) failed, \(waiting) waiting, \(inWork) in progress"
    text += " in \(ProgressLine.duration(seconds))"
    return text + (last.map { "; last \($0)" } ?? "")
  }
}

/// The handling of SIGUSR1, which asks for the program's status.
final class StatusQuestion {
  private let thread: SignalThread

  init(_ answer: @escaping @Sendable () -> Void) {
    thread = SignalThread([SIGUSR1]) { _ in answer() }
  }
}
