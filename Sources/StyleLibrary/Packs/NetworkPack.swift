package import Networks

/// A network on disk: a folder with `network.json` and the weights that it names.
package struct NetworkPack: Hashable, Sendable {
  package let facts: NetworkFacts
  /// The path of the folder.
  package let folder: String

  /// Reads the description; the weights are read when they are asked for.
  ///
  /// - Throws: ``ModelError``.
  package init(folder: String) throws {
    let (pack, path) = (PackFolder(folder), folder + "/" + PackFolder.networkFile)
    facts = try JSONFile.read(NetworkFacts.self, from: path)
    self.folder = folder
    try pack.checkFormat(facts.format, in: PackFolder.networkFile)
    guard isPackName(facts.name) else {
      throw ModelError.malformed(path: path, reason: "'\(facts.name)' cannot be a name")
    }
    _ = try facts.shape(path)
    _ = try pack.file(facts.weights)
  }

  package var name: String { facts.name }

  /// - Throws: ``ModelError`` and `NetworkError`.
  package func graph() throws -> Graph {
    let path = folder + "/" + PackFolder.networkFile
    return switch try facts.shape(path) {
    case .trunk(let trunk): try trunk.graph()
    case .graph(let nodes): try Graph(nodes, path)
    }
  }

  /// The graph cut into stages.
  package func network() throws -> StagedNetwork { StagedNetwork(try graph()) }

  /// - Throws: ``ModelError`` when the file is broken.
  package func weights() throws -> Weights { Weights(try SafetensorsFile(weightsFile()).tensors()) }

  /// The path of the weights.
  ///
  /// - Throws: ``ModelError``.
  func weightsFile() throws -> String { try PackFolder(folder).file(facts.weights) }
}
