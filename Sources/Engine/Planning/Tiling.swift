package import Networks

/// A region cut into tiles that do not overlap, row by row.
package struct Tiling: Hashable, Sendable, Sequence {
  package var region: Region
  package var tile: Size

  /// Cuts a region that starts on the grid of `tile` into tiles of that size.
  package init(of region: Region, tile: Size) {
    self.region = region
    self.tile = tile
  }

  /// - Parameters:
  ///   - edge: the tiles' height and width in pixels, rounded up to whole blocks; nil for one tile.
  package init(of size: Size, edge: Int?, block: Size) {
    func whole(_ length: Int, _ all: Int) -> Int {
      edge.map { ($0 + length - 1) / length * length } ?? all
    }
    self.init(
      of: Region(size),
      tile: Size(
        height: whole(block.height, size.height), width: whole(block.width, size.width)))
  }

  package func makeIterator() -> AnyIterator<Region> {
    var row = region.rows.lowerBound
    var column = region.columns.lowerBound
    return AnyIterator {
      guard row < region.rows.upperBound else { return nil }
      let rows = row..<Swift.min(row + tile.height, region.rows.upperBound)
      let columns = column..<Swift.min(column + tile.width, region.columns.upperBound)
      column = columns.upperBound
      if column == region.columns.upperBound {
        column = region.columns.lowerBound
        row = rows.upperBound
      }
      return Region(rows: rows, columns: columns)
    }
  }
}
