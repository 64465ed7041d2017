import StylizeKit

/// What is shown of a style.
struct StyleRow: Encodable {
  var name: String
  var aliases: [String]
  var title: String?
  var artist: String?
  var year: Int?
  var licence: String?
  var network: String
  /// Pixels.
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

  /// Prints a table for a person.
  static func print(_ rows: [StyleRow]) {
    TextTable(
      ["NAME", "TITLE", "ARTIST", "YEAR", "NETWORK", "SIZE", "LICENCE"],
      rows.map { row in
        [
          row.name, row.title ?? "", row.artist ?? "", row.year.map(String.init) ?? "",
          row.network, row.workingSize.map(String.init) ?? "", row.licence ?? "",
        ]
      }
    ).show()
  }
}
