internal import Foundation
internal import Networks

/// Where the pictures of a contact sheet are: a grid of equal cells, a line of text under each.
struct SheetLayout {
  let cell: Size
  let columns: Int
  let rows: Int
  /// Pixels between cells and around them.
  let gap: Int
  let textHeight: Int

  /// - Parameters:
  ///   - paintings: how many there are beside the photograph.
  ///   - group: how many of them must stand side by side.
  init(cell: Size, paintings: Int, group: Int) {
    self.cell = cell
    gap = max(4, max(cell.width, cell.height) / 32)
    textHeight = max(12, max(cell.width, cell.height) / 16)
    let groups = group == 1 ? paintings + 1 : paintings / group
    let lineHeight = cell.height + 2 * gap + textHeight
    columns = Self.columns(of: groups, width: cell.width * group, height: lineHeight) * group
    // Groups start a line of their own, under the photograph.
    rows = group == 1 ? (groups + columns - 1) / columns : 1 + (paintings + columns - 1) / columns
    self.group = group
  }

  private let group: Int

  /// As many columns as bring the sheet nearest to the form of a page that lies, 3 : 2.
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

  /// The corner of a cell's picture.
  func corner(of index: Int) -> (row: Int, column: Int) {
    let place = group == 1 || index == 0 ? index : columns + index - 1
    return (
      gap + place / columns * (cell.height + 2 * gap + textHeight),
      gap + place % columns * (cell.width + gap)
    )
  }

  /// The corner of its text.
  func textCorner(of index: Int) -> (row: Int, column: Int) {
    let corner = corner(of: index)
    return (corner.row + cell.height + gap / 2, corner.column)
  }
}
