/// The allocator of a scratch file's bytes. Freed ranges are reused, the lowest that is large
/// enough first.
struct ScratchSpace {
  /// The free ranges, in order, no two of them adjacent.
  private var free: [Range<Int>] = []
  /// The file's length, in bytes.
  private(set) var end = 0

  /// The unit of transfers, in bytes: each begins at a multiple of it, and its length is a
  /// multiple.
  static let blockBytes = 4096

  /// The number of bytes that an allocation of `byteCount` uses, rounded up to whole blocks.
  static func rounded(_ byteCount: Int) -> Int {
    (byteCount + blockBytes - 1) / blockBytes * blockBytes
  }

  mutating func take(_ byteCount: Int) -> Int {
    let length = Self.rounded(byteCount)
    if let index = free.firstIndex(where: { $0.count >= length }) {
      let start = free[index].lowerBound
      free[index] = start + length..<free[index].upperBound
      if free[index].isEmpty { free.remove(at: index) }
      return start
    }
    // What is free at the end is made longer.
    let start = free.last.flatMap { $0.upperBound == end ? $0.lowerBound : nil } ?? end
    if start < end { free.removeLast() }
    end = start + length
    return start
  }

  mutating func give(back range: Range<Int>) {
    var range = range.lowerBound..<range.lowerBound + Self.rounded(range.count)
    let index = free.firstIndex { $0.lowerBound > range.lowerBound } ?? free.count
    free.insert(range, at: index)
    if index + 1 < free.count, free[index + 1].lowerBound == range.upperBound {
      range = range.lowerBound..<free.remove(at: index + 1).upperBound
      free[index] = range
    }
    if index > 0, free[index - 1].upperBound == range.lowerBound {
      free[index - 1] = free[index - 1].lowerBound..<range.upperBound
      free.remove(at: index)
    }
  }
}
