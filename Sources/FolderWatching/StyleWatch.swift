/// Notices that the files of a look change.
struct StyleWatch {
  typealias Instant = ContinuousClock.Instant

  /// A pack is several files, which are seldom written at once.
  static let quiet = Duration.milliseconds(500)
  /// Until a look that could not be loaded is tried again.
  static let patience = Duration.seconds(5)

  private let files: StyleFiles
  private let inotify: Inotify?
  /// When the files are to be compared.
  private(set) var due: Instant?

  init(_ files: StyleFiles) {
    self.files = files
    let inotify = files.folders.first.flatMap { try? Inotify(for: $0) }
    for folder in files.folders { _ = try? inotify?.watch(folder) }
    self.inotify = inotify
    // What changed while they were loaded was not told.
    due = .now + Self.quiet
  }

  /// Readable when something happened beside the files; nil where the system can't tell.
  var descriptor: Int32? { inotify?.descriptor }

  mutating func read(at now: Instant) {
    if inotify?.events().isEmpty == false { due = now + Self.quiet }
  }

  /// For folders that tell nothing.
  mutating func poll(at now: Instant) {
    if due == nil { due = now }
  }

  /// Whether the files are no longer those that were loaded. To be asked often; says so once in a while.
  mutating func shouldReload(at now: Instant) -> Bool {
    guard let due, due <= now else { return false }
    self.due = nil
    guard files.haveChanged else { return false }
    self.due = now + Self.patience
    return true
  }
}
