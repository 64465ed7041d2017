/// Notices when the files of a look change.
struct StyleWatch {
  typealias Instant = ContinuousClock.Instant

  /// The quiet time after a change: a pack consists of several files, which are seldom written at once.
  static let quiet = Duration.milliseconds(500)
  /// The time after which a look that could not be loaded is tried again.
  static let patience = Duration.seconds(5)

  private let files: StyleFiles
  private let inotify: Inotify?
  /// The time at which the files are to be compared; nil when there is no reason to.
  private(set) var due: Instant?

  init(_ files: StyleFiles) {
    self.files = files
    let inotify = files.folders.first.flatMap { try? Inotify(for: $0) }
    for folder in files.folders { _ = try? inotify?.watch(folder) }
    self.inotify = inotify
    // Changes that happened while the files were loaded were not reported.
    due = .now + Self.quiet
  }

  /// The descriptor that is readable when something happened in the folders; nil where the system reports no events.
  var descriptor: Int32? { inotify?.descriptor }

  mutating func read(at now: Instant) {
    if inotify?.events().isEmpty == false { due = now + Self.quiet }
  }

  /// Makes the files due for comparison, for folders that report no events.
  mutating func poll(at now: Instant) {
    if due == nil { due = now }
  }

  /// Whether the files differ from those that were loaded. Call it often; it returns true only once in a while.
  mutating func shouldReload(at now: Instant) -> Bool {
    guard let due, due <= now else { return false }
    self.due = nil
    guard files.haveChanged else { return false }
    self.due = now + Self.patience
    return true
  }
}
