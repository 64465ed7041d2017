internal import ImageIO
internal import StyleTransfer

/// A picture on its way through the pipeline, with the data that later steps need.
struct WorkItem<Picture: Sendable>: Sendable {
  let job: Job
  let picture: Picture
  /// Whether the result may replace a file.
  let overwriting: Bool
  /// The identity of the photograph, for the journal; nil where none is kept.
  let identity: JournalEntry.Input?
  /// The header of the photograph; the result has the same size.
  let info: ImageInfo
  /// The memory of the picture, held until the result is stored or given up.
  let lease: MemoryAdmission.Lease
  let retry: RetryPolicy
  /// The index of the chosen device that the scheduler assigned; nil once the picture was handed to
  /// another or is retried.
  let index: Int?
  /// The time of computing, in seconds.
  var seconds = 0.0

  func with<Other: Sendable>(_ other: Other, seconds: Double) -> WorkItem<Other> {
    WorkItem<Other>(
      job: job, picture: other, overwriting: overwriting, identity: identity, info: info,
      lease: lease, retry: retry, index: index, seconds: seconds)
  }
}
