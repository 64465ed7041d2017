/// What a pack's `style.json` says.
public struct StyleFacts: Hashable, Sendable, Codable {
  public var format: Int
  /// What people type after `--style`.
  public var name: String
  /// Other names for it.
  public var aliases: [String]?
  public var title: String?
  public var artist: String?
  public var year: Int?
  public var licence: String?
  /// The name of the network's folder.
  public var network: String
  /// A safetensors file with `<norm>.gamma`, `<norm>.beta` and `<norm>.alpha`, (channels).
  public var vectors: String
  /// A safetensors file with `<convolution>.a`, (rank, inputs, kernel, kernel), `<convolution>.b`,
  /// (outputs, rank), and `<convolution>.delta`, shaped as the weights: see `Adapter`. Needs format 2.
  public var adapter: String?
  /// Of the network's file of weights that the style was made for: its SHA-256 in 64 lower-case
  /// hexadecimal digits. A style with an adapter has to say.
  public var trunkHash: String?
  /// The longer side, in pixels, of pictures on which the style looks as it should.
  public var workingSize: Int?
  /// The standard deviation, in 8-bit levels, of the noise that suits the style: it is added to even
  /// surfaces of a photograph before that is painted. None where this is left out.
  public var grain: Double?
  /// A small picture.
  public var preview: String?
  /// Whether the style gives the photograph back. Strength mixes with this one; it is not offered
  /// among the styles. Where this is left out, the style named `photo` is the identity.
  public var identity: Bool?

  public init(
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
  public static let grains = 0.0...16.0

  public var isIdentity: Bool { identity ?? (name == "photo") }
  /// The name, then the aliases.
  public var names: [String] { [name] + (aliases ?? []) }
}
