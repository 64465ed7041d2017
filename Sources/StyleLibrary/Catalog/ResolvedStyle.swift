package import Networks

/// A style ready to paint with: a network, an adapter of its convolutions, and vectors for its norms.
package struct ResolvedStyle: Sendable {
  package let network: NetworkPack
  package let adapter: Adapter
  package let vectors: StyleVectors
  /// The packs that were mixed, with their weights.
  package let parts: [(pack: StylePack, weight: Double)]
  /// The longer side of pictures that suits the mix, in pixels; nil where no pack gives one.
  package let workingSize: Int?

  /// The noise that suits the mix, in 8-bit levels, whatever its strength: the weighted mean of the packs' values. A
  /// pack without one counts as 0, as does the identity.
  package var grain: Double {
    parts.reduce(0) { sum, part in
      sum + part.weight * (part.pack.facts.isIdentity ? 0 : part.pack.facts.grain ?? 0)
    }
  }

  /// The network's weights, merged with the adapter.
  ///
  /// - Throws: ``ModelError`` when the file is broken.
  package func weights() throws -> Weights { try network.weights().merged(with: adapter) }
}

extension Catalog {
  /// The strengths that a mix may have, from the photograph (0) to beyond the style (1).
  package static let strengths = 0.0...1.5

  /// Finds the packs of a mix and mixes their vectors and adapters:
  /// `strength · Σ weight · style + (1 − strength) · identity`.
  ///
  /// - Parameter strength: the weight of the mix against the identity; 1 is the style as it was trained,
  ///   0 the photograph. What one sees does not grow evenly with it.
  /// - Throws: ``ModelError`` for a style or network that isn't there, styles of different networks,
  ///   a strength out of range or one that needs an identity where there is none, an adapter that does
  ///   not fit or belongs to other weights; `NetworkError` when vectors do not fit the network.
  package func resolve(_ mix: StyleMix, strength: Double = 1) throws -> ResolvedStyle {
    guard Self.strengths.contains(strength) else {
      throw ModelError.strengthOutOfRange(found: strength, allowed: Self.strengths)
    }
    let parts = try mix.parts.map { (pack: try style(named: $0.name), weight: $0.weight) }
    for (index, part) in parts.enumerated() {
      if parts[..<index].contains(where: { $0.pack == part.pack }) {
        throw ModelError.malformedMix(
          text: mix.description, reason: "'\(part.pack.name)' is named twice")
      }
    }
    let networks = try parts.map { try network(of: $0.pack) }
    if let other = networks.firstIndex(where: { $0 != networks[0] }) {
      throw ModelError.mixOfNetworks(
        style: parts[0].pack.name, network: networks[0].name,
        other: parts[other].pack.name, otherNetwork: networks[other].name)
    }
    let staged = try networks[0].network()
    var terms = parts.map { (pack: $0.pack, weight: Float($0.weight * strength)) }
    if strength != 1 {
      guard let identity = identity(of: networks[0]) else {
        throw ModelError.noIdentity(network: networks[0].name, folders: folders)
      }
      terms.append((pack: identity, weight: Float(1 - strength)))
    }
    let vectors = try terms.map { term in
      let vectors = try term.pack.vectors()
      try vectors.validate(for: staged.norms)
      return (style: vectors, weight: term.weight)
    }
    // In the order of their names, so that a mix is the same in whatever order it is written.
    let adapters = try terms.sorted { $0.pack.name < $1.pack.name }.map { term in
      try checkTrunk(of: term.pack, networks[0])
      return (adapter: try term.pack.adapter(for: staged), weight: term.weight)
    }
    let sizes = parts.compactMap { part in
      part.pack.facts.workingSize.map { (size: Double($0), weight: part.weight) }
    }
    let weight = sizes.reduce(0) { $0 + $1.weight }
    let size = sizes.reduce(0) { $0 + $1.size * $1.weight } / weight
    return ResolvedStyle(
      network: networks[0], adapter: Adapter.mix(adapters), vectors: StyleVectors.mix(vectors),
      parts: parts, workingSize: weight > 0 ? Int(size.rounded()) : nil)
  }

  /// Checks that a style that names the weights for which it was made is used with them.
  private func checkTrunk(of pack: StylePack, _ network: NetworkPack) throws {
    guard let expected = pack.facts.trunkHash else { return }
    let found = try weightsHashes.hash(of: network)
    guard found == expected else {
      throw ModelError.otherTrunk(
        path: pack.folder + "/" + PackFolder.styleFile, weights: try network.weightsFile(),
        found: found, expected: expected)
    }
  }
}
