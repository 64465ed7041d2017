package import Files

/// One of several parts of a request, each for a machine of its own.
///
/// Which part a photograph belongs to is decided by its path relative to the folder that was named, so
/// that every machine decides alone and none needs to know of the others.
package struct Shard: Hashable, Sendable, CustomStringConvertible {
  /// 1…``count``.
  package let index: Int
  package let count: Int

  /// More parts than any cluster has tasks.
  package static let countLimit = 1_000_000

  /// - Precondition: `index` is one of 1…`count`.
  package init(_ index: Int, of count: Int) {
    precondition((1...max(count, 1)).contains(index), "shard \(index) of \(count)")
    (self.index, self.count) = (index, count)
  }

  /// Parses `3/8`; nil when it is no such thing.
  package init?(_ text: String) {
    let halves = text.split(separator: "/", omittingEmptySubsequences: false)
    guard halves.count == 2, let index = Int(halves[0]), let count = Int(halves[1]), index >= 1,
      count >= index, count <= Self.countLimit
    else { return nil }
    self.init(index, of: count)
  }

  package var description: String { "\(index)/\(count)" }

  /// Whether a photograph belongs to this part: XXH64 of the path's bytes, modulo the number of parts.
  ///
  /// - Parameter relative: the path below the folder that was named.
  package func takes(_ relative: Path) -> Bool {
    var print = ContentHash()
    print.add(relative.normalised.bytes)
    return Int(print.value % UInt64(count)) == index - 1
  }
}
