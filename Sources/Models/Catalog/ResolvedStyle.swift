public import Networks

/// A style ready to paint with: a network and vectors for its norms.
public struct ResolvedStyle: Sendable {
  public let network: NetworkPack
  public let vectors: StyleVectors
  /// The packs that were mixed, with their weights.
  public let parts: [(pack: StylePack, weight: Double)]
  /// The longer side, in pixels, that suits the mix; nil where no pack says.
  public let workingSize: Int?

  /// The noise that suits the mix, in 8-bit levels, whatever its strength: the mean of what the packs
  /// say, by weight. A pack that says nothing counts as 0, as does the identity.
  public var grain: Double {
    parts.reduce(0) { sum, part in
      sum + part.weight * (part.pack.facts.isIdentity ? 0 : part.pack.facts.grain ?? 0)
    }
  }
}

extension Catalog {
  /// How far towards the style, away from the photograph, a mix may go.
  public static let strengths = 0.0...1.5

  /// Finds the packs of a mix and mixes their vectors:
  /// `strength · Σ weight · style + (1 − strength) · identity`.
  ///
  /// - Parameter strength: 1 is the style as it was trained, 0 the photograph.
  /// - Throws: ``ModelError`` for a style or network that isn't there, styles of different networks,
  ///   a strength out of range or one that needs an identity where there is none; `NetworkError` when
  ///   vectors do not fit the network.
  public func resolve(_ mix: StyleMix, strength: Double = 1) throws -> ResolvedStyle {
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
    let norms = try networks[0].network().norms
    func vectors(_ pack: StylePack) throws -> StyleVectors {
      let vectors = try pack.vectors()
      try vectors.validate(for: norms)
      return vectors
    }
    var terms = try parts.map {
      (style: try vectors($0.pack), weight: Float($0.weight * strength))
    }
    if strength != 1 {
      guard let identity = identity(of: networks[0]) else {
        throw ModelError.noIdentity(network: networks[0].name, folders: folders)
      }
      terms.append((style: try vectors(identity), weight: Float(1 - strength)))
    }
    let sizes = parts.compactMap { part in
      part.pack.facts.workingSize.map { (size: Double($0), weight: part.weight) }
    }
    let weight = sizes.reduce(0) { $0 + $1.weight }
    let size = sizes.reduce(0) { $0 + $1.size * $1.weight } / weight
    return ResolvedStyle(
      network: networks[0], vectors: StyleVectors.mix(terms), parts: parts,
      workingSize: weight > 0 ? Int(size.rounded()) : nil)
  }
}
