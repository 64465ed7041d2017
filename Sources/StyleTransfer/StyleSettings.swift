package import Files

/// The look of results: a style or a mix of several, and how it is applied.
package struct StyleSettings: Hashable, Sendable {
  /// The name of a style, `starry`, or a mix of several, `starry:0.7,wave:0.3`.
  package var style: String
  /// The strength of the style, 0…1.5: 0 is the photograph, 1 the style, more exaggerates it. In between, the visible
  /// effect grows evenly.
  package var strength: Double
  package var strokeSize = StrokeSize.auto
  /// The share of the photograph's fine detail, too fine for the strokes, that an enlarged result gets back along its
  /// edges: 0 for none, 1 for as much contrast as the result has there.
  package var detail = 1.0
  /// The factor of the style's recommended grain, which is added to the photograph before the network so that strokes
  /// grow in skies and on other even surfaces: 0 for none, 1 as recommended, up to 2.
  package var grain = 1.0
  /// Whether the photograph's colours are kept: only light and dark are the result's.
  package var keepsColours = false
  /// The path of a picture that says where the style is applied: white shows the result, black the photograph, grey a
  /// mix. It is stretched to each photograph's size.
  package var mask: Path?

  /// The valid values of ``grain``.
  package static let grains = 0.0...2.0

  package init(style: String, strength: Double = 1) {
    self.style = style
    self.strength = strength
  }
}
