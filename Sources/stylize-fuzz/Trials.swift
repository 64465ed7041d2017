import Foundation

/// A counter of files that were tried, which keeps the one that is being tried where it can be found.
struct Trials {
  private let options: TrialOptions
  private let start = ContinuousClock.now
  private var count = 0
  private var accepted = 0
  private var slowest = Duration.zero
  private var lastWord = ContinuousClock.now

  init(_ options: TrialOptions) throws {
    self.options = options
    try FileManager.default.createDirectory(
      atPath: options.folder, withIntermediateDirectories: true)
    // With handle_abort=1 the sanitizer shows where a file was stuck.
    signal(SIGALRM) { _ in abort() }
  }

  var isOver: Bool {
    if let limit = options.count, count >= limit { return true }
    if let minutes = options.minutes {
      return ContinuousClock.now - start >= .seconds(minutes * 60)
    }
    return false
  }

  /// - Parameters:
  ///   - bytes: the bytes of the file, which are written to `name` first.
  ///   - read: the function that is tried: it returns when it accepted the file, and throws one of the `expected`
  ///     errors when it did not.
  mutating func run(
    _ bytes: [UInt8], as name: String, expected: (any Error) -> Bool,
    _ read: (_ path: String) throws -> Void
  ) throws {
    let path = options.folder + "/" + name
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    let began = ContinuousClock.now
    alarm(options.patience)
    defer { alarm(0) }
    do {
      try read(path)
      accepted += 1
    } catch  where expected(error) {}
    count += 1
    slowest = max(slowest, ContinuousClock.now - began)
    if ContinuousClock.now - lastWord > .seconds(60) {
      lastWord = ContinuousClock.now
      say()
    }
  }

  func say() {
    var usage = rusage()
    getrusage(Int32(RUSAGE_SELF.rawValue), &usage)
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    print(
      String(
        format:
          "%d files in %.1f minutes, %d of them still good, the slowest %.2f s, at most %d MB",
        count, seconds / 60, accepted, slowest / .seconds(1), usage.ru_maxrss / 1024))
    fflush(nil)
  }
}
