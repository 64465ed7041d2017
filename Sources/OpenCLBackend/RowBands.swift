internal import Engine

/// The division of a map's rows into bands, each in a buffer of its own, none larger than the
/// device's largest.
///
/// This also keeps every index inside a band within 32 bits.
struct RowBands: Hashable {
  /// The stored rows of the map.
  let rows: Range<Int>
  /// The height of every band but the last, in rows.
  let height: Int
  let rowBytes: Int

  /// The least height of a band, in rows, so that all rows that a block reads are in at most two
  /// bands.
  static let leastHeight = 32
  /// The usual size of a band, in bytes. Larger bands gain nothing; they are made where rows are
  /// very long.
  static let usualBytes = 512 << 20

  /// Divides rows into bands.
  ///
  /// - Throws: `EngineError.outOfMemory` when rows are too long for the device's largest buffer.
  init(_ rows: Range<Int>, rowBytes: Int, maximumAllocation: Int) throws {
    self.rows = rows
    self.rowBytes = rowBytes
    let usual = min(Self.usualBytes, maximumAllocation) / rowBytes
    height = min(max(usual, Self.leastHeight), max(rows.count, 1))
    guard height * rowBytes <= min(maximumAllocation, Int(Int32.max)) else {
      throw EngineError.outOfMemory(
        neededBytes: height * rowBytes, what: "\(height) rows of a map in one buffer")
    }
  }

  var count: Int { (rows.count + height - 1) / height }

  func index(of row: Int) -> Int { (row - rows.lowerBound) / height }

  /// The rows of one band.
  subscript(index: Int) -> Range<Int> {
    let first = rows.lowerBound + index * height
    return first..<min(first + height, rows.upperBound)
  }

  /// Whether one call can reach all of these rows.
  func reaches(_ part: Range<Int>) -> Bool {
    part.isEmpty || index(of: part.upperBound - 1) - index(of: part.lowerBound) <= 1
  }
}
