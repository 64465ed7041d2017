internal import Images
internal import Models
internal import Networks

/// What is done to a painting between the network and the encoder, row by row.
struct Finish: Sendable {
  private let detail: Double
  private let keepsColours: Bool
  private let mask: Mask?

  /// - Throws: `ImageError` when the mask can't be read.
  init(_ look: Look, limits: PictureLimits) throws {
    detail = look.detail
    keepsColours = look.keepsColours
    mask = try look.mask.map { try Mask($0, limits: limits) }
  }

  /// - Parameters:
  ///   - painting: as the network made it.
  ///   - small: the photograph as the network was given it.
  ///   - photograph: of the size that is wanted.
  func finish(_ painting: PictureRows, from small: PictureRows, over photograph: PictureRows) throws
    -> PictureRows
  {
    let depth = painting.depth
    let photograph = photograph.converted(to: depth)
    var rows = try painting.enlarged(to: photograph, from: small, detail: detail)
    if keepsColours {
      rows = rows.combined(with: photograph) { KeptColours.apply(to: $0, of: $1, depth: depth) }
    }
    if let mask { rows = try mask.blend(rows, over: photograph) }
    return rows
  }
}
