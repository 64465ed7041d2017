import Files

/// A table of text under a header, for the user.
struct TextTable {
  private var rows: [[String]]

  init(_ header: [String], _ rows: [[String]]) {
    self.rows = [header] + rows.map { $0.map(\.printable) }
  }

  private static let gap = 2

  private var widths: [Int] {
    rows[0].indices.map { column in rows.map { $0[column].count }.max()! }
  }

  /// The width of the table, in columns of the terminal.
  var width: Int { widths.reduce(0, +) + Self.gap * (widths.count - 1) }

  /// The table with its widest columns cut, except the first, until it is no wider than `width` or a column would
  /// become too narrow to be worth reading.
  func narrowed(to width: Int) -> TextTable {
    var widths = widths
    let least = 8
    while widths.reduce(0, +) + Self.gap * (widths.count - 1) > width,
      let widest = widths.indices.dropFirst().max(by: { widths[$0] < widths[$1] }),
      widths[widest] > least
    {
      widths[widest] -= 1
    }
    var table = self
    table.rows = rows.map { row in
      zip(row, widths).map { cell, width in
        cell.count <= width ? cell : cell.prefix(width - 1).trimmingSuffix(" ") + "…"
      }
    }
    return table
  }

  func show() {
    let widths = widths
    for row in rows {
      let padded = zip(row, widths).map { cell, width in
        cell + String(repeating: " ", count: width - cell.count)
      }
      print(padded.joined(separator: String(repeating: " ", count: Self.gap)).trimmingSuffix(" "))
    }
  }
}

extension StringProtocol {
  fileprivate func trimmingSuffix(_ character: Character) -> String {
    var text = String(self)
    while text.last == character { text.removeLast() }
    return text
  }
}
