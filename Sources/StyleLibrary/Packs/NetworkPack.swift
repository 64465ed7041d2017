public import Networks

/// A network on disk: a folder with `network.json` and the weights that it names.
public struct NetworkPack: Hashable, Sendable {
  public let facts: NetworkFacts
  /// The path of the folder.
  public let folder: String

  /// Reads the description; the weights are read when they are asked for.
  ///
  /// - Throws: ``ModelError``.
  public init(folder: String) throws {
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

  public var name: String { facts.name }

  /// - Throws: ``ModelError`` and `NetworkError`.
  public func graph() throws -> Graph {
    let path = folder + "/" + PackFolder.networkFile
    return switch try facts.shape(path) {
    case .trunk(let trunk): try trunk.graph()
    case .graph(let nodes): try Graph(nodes, path)
    }
  }

  /// The graph cut into stages.
  public func network() throws -> StagedNetwork { StagedNetwork(try graph()) }

  /// - Throws: ``ModelError`` when the file is broken.
  public func weights() throws -> Weights { Weights(try SafetensorsFile(weightsFile()).tensors()) }

  /// The path of the weights.
  ///
  /// - Throws: ``ModelError``.
  func weightsFile() throws -> String { try PackFolder(folder).file(facts.weights) }
}
