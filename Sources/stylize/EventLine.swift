import BatchProcessing
import Files
import Foundation
import StyleTransfer

/// A line of `--json`; `Documentation/events.schema.json` lists the fields of each event.
struct EventLine: Encodable {
  enum Event: String, Encodable {
    case batch, started, progress, finished, skipped, failed, planned, estimate, summary
    case watching, status
  }

  var event: Event
  var time = Date.now.formatted(.iso8601)
  var input: PathText?
  var output: PathText?

  // batch
  var jobs: Int?
  var rejected: Int?
  var style: String?
  var journal: PathText?
  // progress
  var fraction: Double?
  // finished
  var width: Int?
  var height: Int?
  var seconds: Double?
  var bytes: Int?
  var hash: String?
  var device: String?
  var attempts: Int?
  // skipped, failed, planned
  var code: String?
  var reason: String?
  var action: String?
  // estimate
  var pictures: Int?
  var pixels: Int?
  var memoryBytes: Int?
  var diskBytes: Int?
  var basis: String?
  // status
  var waiting: Int?
  var inWork: Int?
  // summary, status
  var finished: Int?
  var skipped: Int?
  var failed: Int?
  var interrupted: Bool?
  var exit: Int32?

  init(_ event: Event) { self.event = event }

  init(_ event: Event, _ job: Job) {
    self.event = event
    input = Self.text(job.source)
    output = PathText(job.destination.path ?? "-")
  }

  init(_ event: BatchEvent) {
    switch event {
    case .started(let job): self.init(.started, job)
    case .progress(let job, let fraction):
      self.init(.progress, job)
      self.fraction = (fraction * 1000).rounded() / 1000
    case .finished(let job, let facts):
      self.init(.finished, job)
      (width, height) = (facts.width, facts.height)
      (seconds, device) = (facts.seconds, facts.device)
      (bytes, hash, attempts) = (facts.byteCount, facts.hash, facts.attempts)
    case .skipped(let job, let why):
      self.init(.skipped, job)
      (code, reason) = (why.rawValue, why.text)
    case .failed(let source, let failure):
      self.init(.failed)
      input = Self.text(source)
      (code, reason, attempts) = (failure.code.rawValue, failure.reason, failure.attempts)
    }
  }

  static func text(_ source: Job.Source) -> PathText {
    switch source {
    case .file(let path): PathText(path)
    case .stream(let stream): PathText(stream.path)
    }
  }

  func write() {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    if let line = try? encoder.encode(self) { ResultStream.write(line: line) }
  }
}

extension SkipDecision.Reason {
  /// The text for the user, to follow the result's path.
  var text: String {
    switch self {
    case .finished, .exists: "already exists"
    case .edited: "has been edited since it was painted; --existing overwrite replaces it"
    case .otherPhotograph:
      "was painted from another photograph; --existing overwrite replaces it"
    }
  }
}
