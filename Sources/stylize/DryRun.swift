import BatchProcessing
import Foundation
import Logging
import StyleTransfer

/// Shows what a batch would do.
struct DryRun {
  let list: JobList
  let estimate: BatchEstimate
  let messages: MessageOptions
  let log: Logger

  func show() {
    for (job, decision) in estimate.decisions { show(job, decision) }
    guard messages.json else { return log.info("\(summary)") }
    var line = EventLine(.estimate)
    (line.pictures, line.pixels) = (estimate.pictures, estimate.pixels)
    (line.seconds, line.memoryBytes) = (estimate.seconds, estimate.memoryBytes)
    line.diskBytes = estimate.diskBytes
    line.basis = estimate.isFromJournal ? "journal" : "measurement"
    line.write()
  }

  /// The exit status that the batch would have if nothing fails later; nil for success.
  var status: ExitStatus? {
    let refused = estimate.decisions.count { $0.decision == .exists } + list.rejections.count
    guard refused > 0 else { return nil }
    return refused == list.jobs.count + list.rejections.count ? .allFailed : .someFailed
  }

  private func show(_ job: Job, _ decision: SkipDecision) {
    let action =
      switch decision {
      case .paint: "paint"
      case .skip: "skip"
      case .exists: "fail"
      }
    if messages.json {
      var line = EventLine(.planned, job)
      line.action = action
      if case .skip(let reason) = decision { line.code = reason.rawValue }
      line.write()
    } else if !messages.quiet {
      ResultStream.write(line: "\(action)  \(job.source) -> \(job.destination)".utf8)
    }
  }

  private var summary: String {
    let all = estimate.decisions.count
    var text = "\(estimate.pictures) of \(all) to paint"
    if estimate.pictures == 0 { return text }
    text += String(format: ", %.1f megapixels", Double(estimate.pixels) / 1e6)
    if let seconds = estimate.seconds {
      text += ", about \(ProgressLine.duration(seconds)) ("
      text += estimate.isFromJournal ? "by the journal)" : "by a small picture)"
    }
    return text + ", \(Self.bytes(estimate.memoryBytes)) of memory"
      + ", \(Self.bytes(estimate.diskBytes)) on disk"
  }

  private static func bytes(_ count: Int) -> String {
    count < 1_000_000_000
      ? String(format: "%.0f MB", (Double(count) / 1e6).rounded(.up))
      : String(format: "%.1f GB", Double(count) / 1e9)
  }
}
