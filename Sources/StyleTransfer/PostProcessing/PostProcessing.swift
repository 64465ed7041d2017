package import ImageIO
internal import Networks

/// What is done to a painting between the network and the encoder, row by row.
package struct PostProcessing: Sendable {
  private let detail: Double
  private let keepsColours: Bool
  private let mask: Mask?
  private let opacity: Blend

  /// - Throws: `ImageError` when the mask can't be read.
  package init(_ settings: StyleSettings, limits: ImageLimits) throws {
    detail = settings.detail
    keepsColours = settings.keepsColours
    mask = try settings.mask.map { try Mask($0, limits: limits) }
    opacity = Blend(strength: settings.strength)
  }

  /// The same for another strength.
  package init(_ postProcessing: PostProcessing, strength: Double) {
    (detail, keepsColours, mask) = (
      postProcessing.detail, postProcessing.keepsColours, postProcessing.mask
    )
    opacity = Blend(strength: strength)
  }

  /// Nothing of the painting is seen, so that none needs to be computed.
  package var isThePhotograph: Bool { opacity == .none }

  /// - Parameters:
  ///   - painting: as the network made it.
  ///   - small: the photograph as the network was given it.
  ///   - photograph: of the size that is wanted.
  func apply(_ painting: ImageRows, from small: ImageRows, over photograph: ImageRows) throws
    -> ImageRows
  {
    let depth = painting.depth
    let photograph = photograph.converted(to: depth)
    guard !isThePhotograph else { return photograph }
    var rows = try painting.enlarged(to: photograph, from: small, detail: detail)
    if keepsColours {
      rows = rows.combined(with: photograph) { KeptColours.apply(to: $0, of: $1, depth: depth) }
    }
    rows = opacity.blend(rows, over: photograph)
    if let mask { rows = try mask.blend(rows, over: photograph) }
    return rows
  }
}
