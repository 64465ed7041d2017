internal import BatchProcessing
internal import Files
internal import StyleTransfer
public import SystemPackage

/// An event of a batch, in the order in which things happen.
///
/// ```swift
/// for try await event in stylizer.batch([photos], to: results) {
///   switch event {
///   case .written(let input, let output, _): print("\(input) is now \(output)")
///   case .failed(_, let error): print(error.message)
///   default: break
///   }
/// }
/// ```
public enum BatchEvent: Hashable, Sendable {
  /// The inputs were looked through: so many pictures are there to render.
  case found(Int)
  /// The network begins with a picture.
  case began(FilePath)
  /// The fraction of a picture that is computed, 0…1.
  case progress(FilePath, Double)
  /// A result was written: of the first path, to the second.
  case written(FilePath, to: FilePath, RenderResult.Facts)
  /// No result was written: of the first path, to the second.
  case skipped(FilePath, to: FilePath, RenderResult.SkipReason)
  /// A picture can't be rendered; the batch goes on.
  case failed(FilePath, StylizeError)
  /// Something worth knowing that stops nothing, one line.
  case warning(String)
  /// The batch has ended. The last event.
  case ended(BatchSummary)
}

/// The summary of a batch.
///
/// ```swift
/// let summary = try await stylizer.batch([photos], to: results).run()
/// print("\(summary.written) written, \(summary.skipped) skipped, \(summary.failed) failed")
/// ```
public struct BatchSummary: Hashable, Sendable {
  /// Results that were written.
  public internal(set) var written = 0
  /// Pictures whose results were there.
  public internal(set) var skipped = 0
  /// Pictures that failed.
  public internal(set) var failed = 0
  /// Pixels of all results that were written.
  public internal(set) var pixels = 0
  /// The time of the whole batch, in seconds.
  public internal(set) var seconds = 0.0
  /// Whether it was stopped before all pictures had their turn. The same batch goes on with what is left.
  public internal(set) var wasCancelled = false
  /// Whether it ended before all pictures had their turn because the disk is full.
  public internal(set) var diskIsFull = false
}

extension BatchSummary {
  /// - Parameter rejected: inputs for which there was no job.
  init(_ summary: BatchProcessing.BatchSummary, rejected: Int) {
    (written, skipped) = (summary.finished, summary.skipped)
    failed = summary.failed + rejected
    (pixels, seconds) = (summary.pixels, summary.seconds)
    (wasCancelled, diskIsFull) = (summary.interrupted, summary.diskIsFull)
  }
}

extension BatchEvent {
  init(_ event: BatchProcessing.BatchEvent) {
    self =
      switch event {
      case .started(let job): .began(FilePath(job.source))
      case .progress(let job, let fraction): .progress(FilePath(job.source), fraction)
      case .finished(let job, let facts):
        .written(
          FilePath(job.source), to: FilePath(job.destination), RenderResult.Facts(facts))
      case .skipped(let job, let reason):
        .skipped(
          FilePath(job.source), to: FilePath(job.destination), RenderResult.SkipReason(reason))
      case .failed(let source, let failure): .failed(FilePath(source), StylizeError(failure))
      }
  }

  /// Whether a later event makes it needless.
  func isOutdated(by event: BatchEvent) -> Bool {
    if case .progress(let path, _) = event, case .progress(path, _) = self { true } else { false }
  }
}

extension FilePath {
  init(_ source: Job.Source) { self = source.path.map { FilePath($0) } ?? FilePath("\(source)") }
  init(_ destination: Job.Destination) {
    self = destination.path.map { FilePath($0) } ?? FilePath("\(destination)")
  }
}
