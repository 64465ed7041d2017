package import Networks

/// The contents of a pack's `network.json`.
package struct NetworkFacts: Hashable, Sendable, Codable {
  package var format: Int
  /// The kind of network, which decides which of the other facts are present.
  package var architecture: String
  package var name: String
  /// The name of the safetensors file with the weights.
  package var weights: String
  package var licence: String?
  /// The origin of an imported network; nil for others.
  package var provenance: Provenance?

  /// The numbers of channels of a trunk at full, half and quarter resolution.
  package var channels: [Int]?
  package var residualBlocks: Int?
  package var firstKernel: Int?
  package var lastKernel: Int?

  /// The nodes of a graph after the picture, in the order in which they are computed.
  package var nodes: [NodeFacts]?

  package enum Shape {
    case trunk(Trunk)
    case graph([NodeFacts])
  }

  /// Makes the description of a graph.
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

  /// Reads the shape of the network.
  ///
  /// - Parameter path: the path of the description, for errors.
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
