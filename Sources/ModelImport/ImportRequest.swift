package import StyleLibrary

/// A request to import a foreign network as a style.
package struct ImportRequest: Hashable, Sendable {
  /// The path of the foreign file.
  package var file: String
  /// The folder of packs into which the new one goes.
  package var folder: String
  package var name: String
  package var title: String?
  package var artist: String?
  package var year: Int?
  package var licence: String?
  package var choices = ImportChoices()
  /// Whether a pack of that name is replaced.
  package var replaces = false

  package init(file: String, folder: String, name: String) {
    self.file = file
    self.folder = folder
    self.name = name
  }
}

/// The packs that an import made.
package struct ImportResult: Sendable {
  package let style: StylePack
  package let network: NetworkPack
  package let provenance: Provenance
}
