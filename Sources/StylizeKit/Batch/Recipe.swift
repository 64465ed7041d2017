/// Everything besides the photograph that decides a painting's bytes.
struct Recipe: Codable, Hashable {
  /// As it was asked for.
  var style: String
  /// Of the network, its weights, the style's vectors, mixed, and the size that suits it.
  var hash: String
  /// `key=value` for each option that changes bytes.
  var options: String

  /// Whether it paints the same, whatever the style is called.
  func paintsLike(_ other: Recipe) -> Bool { hash == other.hash && options == other.options }
}
