internal import StyleLibrary
package import StyleTransfer

/// What a contact sheet shows: one photograph in styles and strengths, each painting labelled.
package struct SheetRequest: Sendable {
  /// `starry`, or a mix such as `starry:0.7,wave:0.3`, one by one; nil for all styles of the catalog.
  package var styles: [String]?
  /// As ``StyleSettings/strength``; every style is painted in each of them.
  package var strengths = [1.0]
  /// The longer side of one picture on the sheet, in pixels.
  package var cellSide = 320
  /// How everything is painted; its style and strength do not count.
  package var settings = StyleSettings(style: "")

  package static let cellSides = 32...4096

  package init() {}
}

/// A picture on a contact sheet.
package struct SheetCell: Hashable, Sendable {
  /// Nil is the photograph itself.
  package var style: String?
  package var strength = 1.0
  /// What is written under it.
  package var label: String
}

extension SheetRequest {
  /// The pictures of the sheet in reading order; the photograph comes first.
  ///
  /// Rows are whole multiples of the number of strengths, so that a style's strengths stand side by
  /// side.
  func cells(of catalog: Catalog) -> [SheetCell] {
    let names = styles ?? catalog.styles.map(\.name)
    let paintings = names.flatMap { name in
      strengths.map { strength in
        let label = strengths.count > 1 ? "\(name) · \(Self.text(strength))" : name
        return SheetCell(style: name, strength: strength, label: label)
      }
    }
    return [SheetCell(style: nil, label: "photograph")] + paintings
  }

  /// `1`, `0.4`.
  private static func text(_ strength: Double) -> String {
    strength == strength.rounded() ? "\(Int(strength))" : "\(strength)"
  }
}
