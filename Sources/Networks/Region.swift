/// A rectangle of a map: half-open ranges of its rows and columns.
public struct Region: Hashable, Sendable, CustomStringConvertible {
  public var rows: Range<Int>
  public var columns: Range<Int>

  public init(rows: Range<Int>, columns: Range<Int>) {
    self.rows = rows
    self.columns = columns
  }

  /// The whole of a map of this size.
  public init(_ size: Size) {
    self.init(rows: 0..<size.height, columns: 0..<size.width)
  }

  public var size: Size { Size(height: rows.count, width: columns.count) }

  public func contains(_ other: Region) -> Bool {
    rows.lowerBound <= other.rows.lowerBound && other.rows.upperBound <= rows.upperBound
      && columns.lowerBound <= other.columns.lowerBound
      && other.columns.upperBound <= columns.upperBound
  }

  public var description: String { "rows \(rows), columns \(columns)" }
}
