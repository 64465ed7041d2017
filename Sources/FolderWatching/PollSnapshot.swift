package import Files

/// The comparison of two successive snapshots of a folder: files that did not change between them have settled.
package struct PollSnapshot {
  private var last: [Path: FileStatus] = [:]
  private var handedOut: [Path: FileStatus] = [:]
  private var count = 0

  package init() {}

  /// Whether no snapshot was added yet.
  package var isFirst: Bool { count == 0 }
  /// Whether exactly two snapshots were added.
  package var isSecond: Bool { count == 2 }

  /// The number of photographs that were seen and have not settled.
  package var waiting: Int { last.count - handedOut.count }

  /// Adds a snapshot.
  ///
  /// - Returns: the photographs that are unchanged since the snapshot before and were not returned in this state yet,
  ///   in order.
  package mutating func add(_ seen: [Path: FileStatus]) -> [Path] {
    count += 1
    handedOut = handedOut.filter { seen[$0.key] == $0.value }
    let settled = seen.filter { last[$0.key] == $0.value && handedOut[$0.key] == nil }
    handedOut.merge(settled) { $1 }
    last = seen
    return settled.keys.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
  }
}
