package import Files

/// Photographs that were seen and wait until they are left alone.
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

  /// When the next one is to be looked at.
  package var nextDue: Instant? { candidates.values.map(\.due).min() }

  /// A photograph is ready when it was the same for a while.
  ///
  /// - Parameter stamp: what the system says of it now.
  package mutating func note(
    _ path: Path, _ stamp: FileStatus?, for quiet: Duration, at now: Instant
  ) {
    candidates[path] = Candidate(stamp: stamp, quiet: quiet, due: now + quiet)
  }

  /// A photograph that is gone, or is written to and will be told of when it is closed.
  package mutating func forget(_ path: Path) { candidates[path] = nil }

  /// Takes out those that were the same for long enough, in the order in which they became so.
  ///
  /// - Parameter status: what the system says of a path.
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
