internal import ImageIO
internal import StyleTransfer

/// A picture on its way, with what has to come along.
struct WorkItem<Picture: Sendable>: Sendable {
  let job: Job
  let picture: Picture
  /// Whether the painting may replace a file.
  let overwriting: Bool
  /// Of the photograph, for the journal.
  let identity: JournalEntry.Input?
  /// Of the photograph, which the painting shares its size with.
  let info: ImageInfo
  /// Held until the painting is stored or given up.
  let lease: MemoryAdmission.Lease
  let retry: RetryPolicy
  /// Of the device that it was given to, among those that were chosen; nil when it was given on.
  let index: Int?
  /// Of computing.
  var seconds = 0.0

  func with<Other: Sendable>(_ other: Other, seconds: Double) -> WorkItem<Other> {
    WorkItem<Other>(
      job: job, picture: other, overwriting: overwriting, identity: identity, info: info,
      lease: lease, retry: retry, index: index, seconds: seconds)
  }
}
