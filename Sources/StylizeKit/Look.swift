public import Models
internal import Networks

/// What paintings look like: a style or a mix of several, and how strongly it is applied.
public struct Look: Sendable {
  /// `starry`, or `starry:0.7,wave:0.3`.
  public var style: String
  /// 0 is the photograph, 1 the style, beyond 1 more of it; up to 1.5.
  public var strength: Double

  public init(style: String, strength: Double = 1) {
    self.style = style
    self.strength = strength
  }
}
