/// What a pack's `style.json` says.
package struct StyleFacts: Hashable, Sendable, Codable {
  package var format: Int
  /// What people type after `--style`.
  package var name: String
  /// Other names for it.
  package var aliases: [String]?
  package var title: String?
  package var artist: String?
  package var year: Int?
  package var licence: String?
  /// The name of the network's folder.
  package var network: String
  /// A safetensors file with `<norm>.gamma`, `<norm>.beta` and `<norm>.alpha`, (channels).
  package var vectors: String
  /// A safetensors file with `<convolution>.a`, (rank, inputs, kernel, kernel), `<convolution>.b`,
  /// (outputs, rank), and `<convolution>.delta`, shaped as the weights: see `Adapter`. Needs format 2.
  package var adapter: String?
  /// Of the network's file of weights that the style was made for: its SHA-256 in 64 lower-case
  /// hexadecimal digits. A style with an adapter has to say.
  package var trunkHash: String?
  /// The longer side, in pixels, of pictures on which the style looks as it should.
  package var workingSize: Int?
  /// The standard deviation, in 8-bit levels, of the noise that suits the style: it is added to even
  /// surfaces of a photograph before that is painted. None where this is left out.
  package var grain: Double?
  /// A small picture.
  package var preview: String?
  /// Whether the style gives the photograph back. Strength mixes with this one; it is not offered
  /// among the styles. Where this is left out, the style named `photo` is the identity.
  package var identity: Bool?

  package init(
    name: String, aliases: [String] = [], title: String? = nil, artist: String? = nil,
    year: Int? = nil, licence: String? = nil, network: String,
    vectors: String = "vectors.safetensors", workingSize: Int? = nil, preview: String? = nil,
    identity: Bool = false, grain: Double? = nil
  ) {
    format = PackFolder.format
    self.name = name
    self.aliases = aliases
    self.title = title
    self.artist = artist
    self.year = year
    self.licence = licence
    self.network = network
    self.vectors = vectors
    self.workingSize = workingSize
    self.preview = preview
    self.identity = identity
    self.grain = grain
  }

  /// What ``grain`` may be.
  package static let grains = 0.0...16.0

  package var isIdentity: Bool { identity ?? (name == "photo") }
  /// The name, then the aliases.
  package var names: [String] { [name] + (aliases ?? []) }
}
