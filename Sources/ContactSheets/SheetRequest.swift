internal import StyleLibrary
package import StyleTransfer

/// The request for a contact sheet: one photograph in several styles and strengths, each labelled.
package struct SheetRequest: Sendable {
  /// The styles, each a name such as `starry` or a mix such as `starry:0.7,wave:0.3`; nil for all styles of the
  /// catalog.
  package var styles: [String]?
  /// The strengths in which every style is rendered; see ``StyleSettings/strength``.
  package var strengths = [1.0]
  /// The longer side of one picture on the sheet, in pixels.
  package var cellSide = 320
  /// The settings of all pictures; their style and strength are ignored.
  package var settings = StyleSettings(style: "")

  package static let cellSides = 32...4096

  package init() {}
}

/// A picture on a contact sheet.
package struct SheetCell: Hashable, Sendable {
  /// The style; nil for the photograph itself.
  package var style: String?
  package var strength = 1.0
  /// The text under the picture.
  package var label: String
}

extension SheetRequest {
  /// The pictures of the sheet in reading order; the photograph comes first.
  ///
  /// The length of a row is a multiple of the number of strengths, so that a style's strengths stand side by side.
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

  /// The text of a strength, such as `1` or `0.4`.
  private static func text(_ strength: Double) -> String {
    strength == strength.rounded() ? "\(Int(strength))" : "\(strength)"
  }
}
