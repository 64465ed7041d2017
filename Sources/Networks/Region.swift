/// A rectangle of a map: half-open ranges of its rows and columns.
package struct Region: Hashable, Sendable, CustomStringConvertible {
  package var rows: Range<Int>
  package var columns: Range<Int>

  package init(rows: Range<Int>, columns: Range<Int>) {
    self.rows = rows
    self.columns = columns
  }

  /// The whole of a map of this size.
  package init(_ size: Size) {
    self.init(rows: 0..<size.height, columns: 0..<size.width)
  }

  package var size: Size { Size(height: rows.count, width: columns.count) }

  package func contains(_ other: Region) -> Bool {
    rows.lowerBound <= other.rows.lowerBound && other.rows.upperBound <= rows.upperBound
      && columns.lowerBound <= other.columns.lowerBound
      && other.columns.upperBound <= columns.upperBound
  }

  package var description: String { "rows \(rows), columns \(columns)" }
}
