package import Files

/// The photographs that were seen and wait until they have been left alone for a while.
package struct Debouncer {
  package typealias Instant = ContinuousClock.Instant

  private struct Candidate {
    var stamp: FileStatus?
    var quiet: Duration
    var due: Instant
  }

  private var candidates: [Path: Candidate] = [:]

  package init() {}

  package var count: Int { candidates.count }

  /// The time at which the next photograph is due to be checked; nil when none waits.
  package var nextDue: Instant? { candidates.values.map(\.due).min() }

  /// Adds a photograph, or restarts its wait: it settles when it has stayed the same for `quiet`.
  ///
  /// - Parameter stamp: the file's current status.
  package mutating func note(
    _ path: Path, _ stamp: FileStatus?, for quiet: Duration, at now: Instant
  ) {
    candidates[path] = Candidate(stamp: stamp, quiet: quiet, due: now + quiet)
  }

  /// Removes a photograph that is gone, or that is being written and will be reported when it is
  /// closed.
  package mutating func forget(_ path: Path) { candidates[path] = nil }

  /// Removes and returns the photographs that stayed the same for long enough, in the order in
  /// which they settled.
  ///
  /// - Parameter status: returns the current status of a file.
  package mutating func settled(at now: Instant, _ status: (Path) -> FileStatus?) -> [Path] {
    var settled: [Path] = []
    for (path, candidate) in candidates.filter({ $0.value.due <= now })
      .sorted(by: { $0.value.due < $1.value.due })
    {
      let stamp = status(path)
      if stamp != nil, stamp != candidate.stamp {
        candidates[path] = Candidate(
          stamp: stamp, quiet: candidate.quiet, due: now + candidate.quiet)
      } else {
        candidates[path] = nil
        if stamp != nil { settled.append(path) }
      }
    }
    return settled
  }
}
