/// The contents of a pack's `style.json`.
package struct StyleFacts: Hashable, Sendable, Codable {
  package var format: Int
  /// The name that people type after `--style`.
  package var name: String
  /// Other names for the style.
  package var aliases: [String]?
  package var title: String?
  package var artist: String?
  package var year: Int?
  package var licence: String?
  /// The name of the network's folder.
  package var network: String
  /// The name of a safetensors file with `<norm>.gamma`, `<norm>.beta` and `<norm>.alpha`, (channels).
  package var vectors: String
  /// The name of a safetensors file with `<convolution>.a`, (rank, inputs, kernel, kernel), `<convolution>.b`,
  /// (outputs, rank), and `<convolution>.delta`, shaped like the weights: see `Adapter`. It needs format 2.
  package var adapter: String?
  /// The SHA-256 of the weights file for which the style was made, in 64 lower-case hexadecimal digits. A style with an
  /// adapter needs it.
  package var trunkHash: String?
  /// The longer side of pictures on which the style looks as intended, in pixels.
  package var workingSize: Int?
  /// The standard deviation, in 8-bit levels, of the noise that suits the style: it is added to even surfaces of a
  /// photograph before painting. Nil adds none.
  package var grain: Double?
  /// The name of a file with a small example picture.
  package var preview: String?
  /// Whether the style gives the photograph back. Strength mixes with such a style; it is not offered among the others.
  /// Where this is left out, the style named `photo` is the identity.
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

  /// The values that ``grain`` may have.
  package static let grains = 0.0...16.0

  package var isIdentity: Bool { identity ?? (name == "photo") }
  /// The name, then the aliases.
  package var names: [String] { [name] + (aliases ?? []) }
}
