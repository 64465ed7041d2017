package import Files

/// One of several parts of a request, each for a separate machine.
///
/// The path of a photograph, relative to the named folder, decides its part, so that every machine decides alone and
/// needs to know nothing of the others.
package struct Shard: Hashable, Sendable, CustomStringConvertible {
  /// The number of this part, 1…``count``.
  package let index: Int
  package let count: Int

  /// The largest number of parts, more than any cluster has tasks.
  package static let countLimit = 1_000_000

  /// - Precondition: `index` is one of 1…`count`.
  package init(_ index: Int, of count: Int) {
    precondition((1...max(count, 1)).contains(index), "shard \(index) of \(count)")
    (self.index, self.count) = (index, count)
  }

  /// Parses text such as `3/8`; nil when it isn't of that form.
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
  /// - Parameter relative: the path below the named folder.
  package func takes(_ relative: Path) -> Bool {
    var print = ContentHash()
    print.add(relative.normalised.bytes)
    return Int(print.value % UInt64(count)) == index - 1
  }
}
