package import Files

/// What was seen in two looks at a folder, one after the other: what did not change between them has
/// settled.
package struct PollSnapshot {
  private var last: [Path: FileStatus] = [:]
  private var handedOut: [Path: FileStatus] = [:]
  private var count = 0

  package init() {}

  /// Whether there was none yet.
  package var isFirst: Bool { count == 0 }
  /// Whether the last one was the second.
  package var isSecond: Bool { count == 2 }

  /// How many were seen and have not settled.
  package var waiting: Int { last.count - handedOut.count }

  /// Takes note of a look.
  ///
  /// - Returns: photographs that are as they were in the look before and were not returned as such
  ///   yet, in order.
  package mutating func add(_ seen: [Path: FileStatus]) -> [Path] {
    count += 1
    handedOut = handedOut.filter { seen[$0.key] == $0.value }
    let settled = seen.filter { last[$0.key] == $0.value && handedOut[$0.key] == nil }
    handedOut.merge(settled) { $1 }
    last = seen
    return settled.keys.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
  }
}
