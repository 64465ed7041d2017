public import StyleLibrary

/// A foreign network that is to become a style.
public struct ImportRequest: Hashable, Sendable {
  /// The path of the foreign file.
  public var file: String
  /// The folder of packs into which the new one goes.
  public var folder: String
  public var name: String
  public var title: String?
  public var artist: String?
  public var year: Int?
  public var licence: String?
  public var choices = ImportChoices()
  /// Whether a pack of that name is replaced.
  public var replaces = false

  public init(file: String, folder: String, name: String) {
    self.file = file
    self.folder = folder
    self.name = name
  }
}

/// What an import made.
public struct ImportResult: Sendable {
  public let style: StylePack
  public let network: NetworkPack
  public let provenance: Provenance
}
