/// The weight that a style gets against the identity for a strength, so that what one sees grows evenly.
///
/// Mixed by the strength itself, a style is hardly seen below 0.6, and then comes all at once: half of its
/// γ, β and convolutions make much less than half of its strokes. So the weight runs ahead of the strength.
///
/// How far a painting has gone is measured by `Benchmarks/strength.py`: its distance d₀ from the photograph
/// and its distance d₁ from the painting of strength 1, as the share d₀ / (d₀ + d₁). A distance is the mean
/// difference in Oklab of pictures blurred by 1.5 pixels, and three times the mean difference of the
/// gradients of their lightness. Mixed by the strength itself, half the strength had gone 0.36 of the way
/// on average over eight styles with adapters, four without and three photographs. By this curve it goes
/// 0.49 of it on average over eight styles with adapters and two photographs; the averages from 0.1 to 0.9
/// are within 0.02 of the strength, single paintings within 0.2.
package enum StrengthCurve {
  /// Up to here the weight is the strength. Paintings of such weights differ little from what the
  /// identity paints; that they fade into the photograph (see ``Blend``) is what one sees.
  private static let start = 0.25
  /// How steeply the curve begins, against a straight line, less 1.
  private static let bend = 1.5

  /// How fast the weight grows beyond 1: about as it did just below. Nothing was trained there, and from
  /// weights of 1.3 on styles with adapters fall apart (looked at: glass, oilpastel, woodcut at 1.5).
  private static let beyond = 0.4

  /// - Parameter strength: 0…1.5. Another one is returned as it is, for the catalog to refuse.
  package static func weight(_ strength: Double) -> Double {
    guard (start...1.5).contains(strength) else { return strength }
    guard strength < 1 else { return 1 + beyond * (strength - 1) }
    let part = (strength - start) / (1 - start)
    return start + (1 - start) * (1 + bend) * part / (1 + bend * part)
  }
}
