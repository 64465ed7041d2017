import StyleLibrary

/// The row that shows a style.
struct StyleRow: Encodable {
  var name: String
  var aliases: [String]
  var title: String?
  var artist: String?
  var year: Int?
  var licence: String?
  var network: String
  /// The longer side that the style recommends for rendering, in pixels.
  var workingSize: Int?

  init(_ pack: StylePack) {
    name = pack.name
    aliases = pack.facts.aliases ?? []
    title = pack.facts.title
    artist = pack.facts.artist
    year = pack.facts.year
    licence = pack.facts.licence
    network = pack.facts.network
    workingSize = pack.facts.workingSize
  }

  /// Prints a table for the user.
  ///
  /// - Parameter width: the width to fit, in columns; nil prints every column in full.
  static func print(_ rows: [StyleRow], width: Int?) {
    guard let width else {
      return TextTable(
        ["NAME", "TITLE", "ARTIST", "YEAR", "NETWORK", "SIZE", "LICENCE"],
        rows.map { row in
          [
            row.name, row.title ?? "", row.artist ?? "", row.yearText,
            row.network, row.workingSize.map(String.init) ?? "", row.licence ?? "",
          ]
        }
      ).show()
    }
    let full = TextTable(
      ["NAME", "TITLE", "ARTIST", "YEAR"],
      rows.map { [$0.name, $0.title ?? "", $0.artist ?? "", $0.yearText] })
    guard full.width > width else { return full.show() }
    TextTable(
      ["NAME", "TITLE", "ARTIST"], rows.map { [$0.name, $0.title ?? "", $0.artist ?? ""] }
    ).narrowed(to: width).show()
  }

  private var yearText: String { year.map(String.init) ?? "" }
}
