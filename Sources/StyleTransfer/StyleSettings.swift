package import Files

/// What paintings look like: a style or a mix of several, and how it is applied.
package struct StyleSettings: Hashable, Sendable {
  /// `starry`, or `starry:0.7,wave:0.3`.
  package var style: String
  /// 0 is the photograph, 1 the style, beyond 1 more of it; up to 1.5. In between, what one sees grows
  /// evenly.
  package var strength: Double
  package var strokeSize = StrokeSize.auto
  /// How much of the photograph's fine detail, too fine for its strokes, an enlarged painting gets
  /// back along its edges: 0 none, 1 as much contrast as the painting has there.
  package var detail = 1.0
  /// How much of the grain that the style recommends the photograph gets before it is painted, so that
  /// strokes grow in skies and on other even surfaces: 0 none, 1 as recommended, up to 2.
  package var grain = 1.0
  /// Keeps the photograph's colours: only light and dark are the painting's.
  package var keepsColours = false
  /// A picture that says where to paint: white is painted, black stays the photograph, grey is a mix.
  /// It is stretched to each photograph's size.
  package var mask: Path?

  /// What ``grain`` may be.
  package static let grains = 0.0...2.0

  package init(style: String, strength: Double = 1) {
    self.style = style
    self.strength = strength
  }
}
