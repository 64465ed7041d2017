internal import Files
internal import StyleLibrary
public import SystemPackage

/// The styles in a list of folders.
///
/// Of two styles of one name, that of the earlier folder counts.
///
/// ```swift
/// let catalog = StyleCatalog(folders: [styles])
/// for style in catalog.styles { print(style.name, style.title ?? "") }
/// ```
public struct StyleCatalog: Sendable {
  /// The catalog of the modules below.
  let catalog: Catalog

  /// Reads the descriptions of all styles. Folders that are not there are passed over.
  ///
  /// - Parameter folders: the most particular first.
  public init(folders: [FilePath]) {
    catalog = Catalog(folders: folders.map { $0.string })
  }

  /// Reads the styles that are installed: those in the user's data folder, beside the program, and in the system's data
  /// folders (XDG Base Directory Specification).
  ///
  /// - Parameters:
  ///   - environment: the variables `XDG_DATA_HOME`, `HOME` and `XDG_DATA_DIRS`; those of the process are in
  ///     `ProcessInfo.processInfo.environment`.
  ///   - program: the file of the program beside which styles are installed (`../share/stylize/styles`); nil for none.
  ///   - folders: further folders, which go first.
  /// - Returns: the catalog of all these folders.
  public static func installed(
    environment: [String: String], program: FilePath? = nil, folders: [FilePath] = []
  ) -> StyleCatalog {
    let found = StyleFolders.search(
      named: folders.map { $0.string }, environment: environment, program: program?.string)
    return StyleCatalog(folders: found.map { FilePath($0) })
  }

  /// The folders, as they were given.
  public var folders: [FilePath] { catalog.folders.map { FilePath($0) } }

  /// The styles that can be asked for, sorted by name.
  public var styles: [StyleInfo] { catalog.styles.map { StyleInfo($0) } }

  /// The problems of styles that can't be used, one line for each.
  public var problems: [String] { catalog.problems.map { "\($0)" } }

  /// Finds a style.
  ///
  /// - Parameter name: its name or one of its aliases; letter case does not count.
  /// - Returns: the style.
  /// - Throws: ``StylizeError`` with the code `unknownStyle`, whose message has the nearest names; what is wrong with the
  ///   style's files.
  public func style(named name: String) throws(StylizeError) -> StyleInfo {
    try StylizeError.wrapping { StyleInfo(try catalog.style(named: name)) }
  }

  /// Writes a style's network as an ONNX model, from (1, 3, height, width), R, G, B, 0…1, to the same at any size. The
  /// file is there complete or not at all.
  ///
  /// - Parameters:
  ///   - style: a name, or a mix such as `starry:0.7,wave:0.3`.
  ///   - strength: the amount of style, 0…1.5.
  ///   - path: the file to write.
  ///   - replaces: whether a file of that name may be replaced.
  /// - Throws: ``StylizeError`` when there is no such style or the file can't be written.
  public func export(
    _ style: String, strength: Double = 1, to path: FilePath, replaces: Bool = false
  ) throws(StylizeError) {
    try StylizeError.wrapping {
      try StyleExport.run(
        style, strength: strength, from: catalog, to: path.string, replaces: replaces)
    }
  }
}

/// The description of a style.
///
/// ```swift
/// let style = try catalog.style(named: "starry")
/// print(style.title ?? style.name, style.artist ?? "", style.year ?? 0)
/// ```
public struct StyleInfo: Hashable, Sendable, Identifiable {
  /// The name by which it is asked for.
  public let name: String
  /// Other names for it.
  public let aliases: [String]
  /// The title of the picture that it was learned from.
  public let title: String?
  /// The artist of that picture.
  public let artist: String?
  /// The year of that picture.
  public let year: Int?
  /// The licence of the style's files.
  public let licence: String?
  /// The longer side, in pixels, of pictures on which it looks as it should; nil where nothing is known.
  public let workingSize: Int?
  /// The standard deviation, in 8-bit levels, of the noise that suits it.
  public let grain: Double
  /// A small picture that shows it.
  public let preview: FilePath?

  /// The name.
  public var id: String { name }

  init(_ pack: StylePack) {
    let facts = pack.facts
    (name, aliases) = (facts.name, facts.aliases ?? [])
    (title, artist, year, licence) = (facts.title, facts.artist, facts.year, facts.licence)
    (workingSize, grain) = (facts.workingSize, facts.grain ?? 0)
    preview = (try? pack.preview()).flatMap { $0 }.map { FilePath($0) }
  }
}
