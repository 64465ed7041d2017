package import Networks

/// A style on disk: a folder with `style.json` and the vectors that it names.
package struct StylePack: Hashable, Sendable {
  /// The largest size of the vectors' file, in bytes; vectors of a thousand norms with a thousand
  /// channels stay below it.
  static let vectorsLimit = 16 << 20

  package let facts: StyleFacts
  /// The path of the folder.
  package let folder: String

  /// Reads the description; the vectors are read when they are asked for.
  ///
  /// - Throws: ``ModelError``.
  package init(folder: String) throws {
    let pack = PackFolder(folder)
    facts = try JSONFile.read(StyleFacts.self, from: folder + "/" + PackFolder.styleFile)
    self.folder = folder
    try pack.checkFormat(
      facts.format, in: PackFolder.styleFile, newest: PackFolder.adapterFormat)
    for name in facts.names + [facts.network] where !isPackName(name) {
      throw ModelError.malformed(
        path: folder + "/" + PackFolder.styleFile, reason: "'\(name)' cannot be a name")
    }
    if let size = facts.workingSize, !(16...1 << 16).contains(size) {
      throw ModelError.malformed(
        path: folder + "/" + PackFolder.styleFile, reason: "a working size of \(size) pixels")
    }
    if let grain = facts.grain, !StyleFacts.grains.contains(grain) {
      throw ModelError.malformed(
        path: folder + "/" + PackFolder.styleFile,
        reason: "a grain of \(grain) levels, expected 0 to 16")
    }
    _ = try pack.file(facts.vectors)
    try checkAdapter()
  }

  package var name: String { facts.name }

  /// The path of the example picture; nil where the pack has none.
  ///
  /// - Throws: ``ModelError`` when it is named but not there.
  package func preview() throws -> String? {
    try facts.preview.map { try PackFolder(folder).file($0) }
  }

  /// Reads the vectors.
  ///
  /// - Throws: ``ModelError`` when the file is broken or holds something other than vectors.
  package func vectors() throws -> StyleVectors {
    let path = try PackFolder(folder).file(facts.vectors)
    let file = try SafetensorsFile(path, limit: Self.vectorsLimit)
    var norms: [String: NormVectors] = [:]
    for key in file.names {
      let tensor = try file.tensor(key)
      guard tensor.shape.count == 1, let dot = key.lastIndex(of: "."), dot != key.startIndex,
        let part = NormVectors.part(key[key.index(after: dot)...])
      else {
        throw ModelError.malformed(
          path: path,
          reason: "'\(key)' of shape \(tensor.shape) is none of <norm>.gamma, .beta and .alpha")
      }
      guard tensor.values.allSatisfy(\.isFinite) else {
        throw ModelError.malformed(path: path, reason: "'\(key)' holds a value that is not finite")
      }
      norms[String(key[..<dot]), default: NormVectors()][keyPath: part] = tensor.values
    }
    return StyleVectors(norms)
  }
}

extension NormVectors {
  fileprivate static func part(_ name: Substring) -> WritableKeyPath<NormVectors, [Float]>? {
    switch name {
    case "gamma": \.gamma
    case "beta": \.beta
    case "alpha": \.alpha
    default: nil
    }
  }
}
