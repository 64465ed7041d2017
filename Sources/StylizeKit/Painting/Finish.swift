internal import Images
internal import Models
internal import Networks

/// What is done to a painting between the network and the encoder, row by row.
package struct Finish: Sendable {
  private let detail: Double
  private let keepsColours: Bool
  private let mask: Mask?
  private let opacity: Opacity

  /// - Throws: `ImageError` when the mask can't be read.
  init(_ look: Look, limits: PictureLimits) throws {
    detail = look.detail
    keepsColours = look.keepsColours
    mask = try look.mask.map { try Mask($0, limits: limits) }
    opacity = Opacity(strength: look.strength)
  }

  /// The same for another strength.
  init(_ finish: Finish, strength: Double) {
    (detail, keepsColours, mask) = (finish.detail, finish.keepsColours, finish.mask)
    opacity = Opacity(strength: strength)
  }

  /// Nothing of the painting is seen, so that none needs to be computed.
  var isThePhotograph: Bool { opacity == .none }

  /// - Parameters:
  ///   - painting: as the network made it.
  ///   - small: the photograph as the network was given it.
  ///   - photograph: of the size that is wanted.
  func finish(_ painting: PictureRows, from small: PictureRows, over photograph: PictureRows) throws
    -> PictureRows
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
