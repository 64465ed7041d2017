internal import Foundation
internal import Networks

/// The positions of a contact sheet's pictures: a grid of equal cells with a line of text under
/// each.
struct SheetLayout {
  let cell: Size
  let columns: Int
  let rows: Int
  /// The space between and around cells, in pixels.
  let gap: Int
  let textHeight: Int

  /// - Parameters:
  ///   - paintings: the number of pictures besides the photograph.
  ///   - group: the number of pictures that must stand side by side.
  init(cell: Size, paintings: Int, group: Int) {
    self.cell = cell
    gap = max(4, max(cell.width, cell.height) / 32)
    textHeight = max(12, max(cell.width, cell.height) / 16)
    let groups = group == 1 ? paintings + 1 : paintings / group
    let lineHeight = cell.height + 2 * gap + textHeight
    columns = Self.columns(of: groups, width: cell.width * group, height: lineHeight) * group
    // Groups start on a line of their own, under the photograph.
    rows = group == 1 ? (groups + columns - 1) / columns : 1 + (paintings + columns - 1) / columns
    self.group = group
  }

  private let group: Int

  /// The number of columns that brings the sheet closest to a landscape page of 3 : 2.
  private static func columns(of count: Int, width: Int, height: Int) -> Int {
    func distance(_ columns: Int) -> Double {
      let lines = (count + columns - 1) / columns
      return abs(log(Double(columns * width) / Double(lines * height) / 1.5))
    }
    return (1...max(count, 1)).min { distance($0) < distance($1) } ?? 1
  }

  var size: Size {
    Size(
      height: gap + rows * (cell.height + 2 * gap + textHeight),
      width: gap + columns * (cell.width + gap))
  }

  /// The top left corner of a cell's picture, in pixels.
  func corner(of index: Int) -> (row: Int, column: Int) {
    let place = group == 1 || index == 0 ? index : columns + index - 1
    return (
      gap + place / columns * (cell.height + 2 * gap + textHeight),
      gap + place % columns * (cell.width + gap)
    )
  }

  /// The top left corner of a cell's text, in pixels.
  func textCorner(of index: Int) -> (row: Int, column: Int) {
    let corner = corner(of: index)
    return (corner.row + cell.height + gap / 2, corner.column)
  }
}
