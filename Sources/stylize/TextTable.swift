import StylizeKit

/// Rows of words under a header, for a person.
struct TextTable {
  private var rows: [[String]]

  init(_ header: [String], _ rows: [[String]]) {
    self.rows = [header] + rows.map { $0.map(\.printable) }
  }

  func show() {
    let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max()! }
    for row in rows {
      let padded = zip(row, widths).map { cell, width in
        cell + String(repeating: " ", count: width - cell.count)
      }
      print(String(padded.joined(separator: "  ").reversed().drop { $0 == " " }.reversed()))
    }
  }
}
