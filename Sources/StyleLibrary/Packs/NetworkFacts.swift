package import Networks

/// What a pack's `network.json` says.
public struct NetworkFacts: Hashable, Sendable, Codable {
  public var format: Int
  /// The kind of network; decides which of the other facts there are.
  public var architecture: String
  public var name: String
  /// A safetensors file.
  public var weights: String
  public var licence: String?
  /// Of an imported network: what it was made from.
  public var provenance: Provenance?

  /// Of a trunk: channels at full, half and quarter resolution.
  public var channels: [Int]?
  public var residualBlocks: Int?
  public var firstKernel: Int?
  public var lastKernel: Int?

  /// Of a graph: its nodes after the picture, in the order in which they are computed.
  public var nodes: [NodeFacts]?

  package enum Shape {
    case trunk(Trunk)
    case graph([NodeFacts])
  }

  /// The description of a graph.
  package init(
    graph nodes: [NodeFacts], name: String, weights: String, licence: String?,
    provenance: Provenance
  ) {
    format = PackFolder.format
    architecture = "graph"
    self.name = name
    self.weights = weights
    self.licence = licence
    self.nodes = nodes
    self.provenance = provenance
  }

  /// - Parameter path: of the description, for errors.
  package func shape(_ path: String) throws -> Shape {
    switch architecture {
    case "trunk": return .trunk(try trunk(path))
    case "graph":
      guard let nodes else { throw ModelError.malformed(path: path, reason: "'nodes' is missing") }
      return .graph(nodes)
    default:
      throw ModelError.unknownArchitecture(
        path: path, found: architecture, known: ["trunk", "graph"])
    }
  }

  private func trunk(_ path: String) throws -> Trunk {
    func checked(_ value: Int?, _ name: String, _ allowed: ClosedRange<Int>) throws -> Int {
      guard let value else {
        throw ModelError.malformed(path: path, reason: "'\(name)' is missing")
      }
      guard allowed.contains(value) else {
        throw ModelError.malformed(
          path: path, reason: "'\(name)' is \(value), allowed are \(allowed)")
      }
      return value
    }
    guard let channels, channels.count == 3 else {
      throw ModelError.malformed(
        path: path, reason: "'channels' has to list three numbers, at full, half and quarter size")
    }
    for count in channels { _ = try checked(count, "channels", 1...4096) }
    let kernels = [
      try checked(firstKernel, "firstKernel", 1...31),
      try checked(lastKernel, "lastKernel", 1...31),
    ]
    guard kernels.allSatisfy({ $0 % 2 == 1 }) else {
      throw ModelError.malformed(path: path, reason: "kernels have to be odd, found \(kernels)")
    }
    return Trunk(
      channels: channels, residualBlocks: try checked(residualBlocks, "residualBlocks", 1...64),
      firstKernel: kernels[0], lastKernel: kernels[1])
  }
}
