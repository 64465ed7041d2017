/// The mapping from strength to the weight of a style against the identity, chosen so that the visible effect grows
/// evenly.
///
/// If the weight were the strength itself, a style would hardly be visible below 0.6 and then appear all at once: half
/// of its γ, β and convolutions produce much less than half of its strokes. So the weight runs ahead of the strength.
///
/// `Benchmarks/strength.py` measures how far a result has moved from the photograph: with its distance d₀ from the
/// photograph and its distance d₁ from the result of strength 1, the share is d₀ / (d₀ + d₁). A distance is the mean
/// difference in Oklab of pictures blurred by 1.5 pixels, plus three times the mean difference of the gradients of
/// their lightness. With the strength itself as weight, results of strength 0.5 had moved 0.36 of the way on average
/// over eight styles with adapters, four without and three photographs. With this curve they move 0.49 of it on average
/// over eight styles with adapters and two photographs; the averages from 0.1 to 0.9 are within 0.02 of the strength,
/// single results within 0.2.
package enum StrengthCurve {
  /// The strength up to which the weight equals it. Results of such weights differ little from those of the identity;
  /// what is visible there is their fading into the photograph (see ``Blend``).
  private static let start = 0.25
  /// The initial slope of the curve relative to a straight line, minus 1.
  private static let bend = 1.5

  /// The slope of the weight beyond strength 1: about the slope just below 1. Nothing was trained there, and from
  /// weights of 1.3 on styles with adapters fall apart (by eye: glass, oilpastel, woodcut at 1.5).
  private static let beyond = 0.4

  /// - Parameter strength: 0…1.5. Any other value is returned unchanged, for the catalog to refuse.
  package static func weight(_ strength: Double) -> Double {
    guard (start...1.5).contains(strength) else { return strength }
    guard strength < 1 else { return 1 + beyond * (strength - 1) }
    let part = (strength - start) / (1 - start)
    return start + (1 - start) * (1 + bend) * part / (1 + bend * part)
  }
}
