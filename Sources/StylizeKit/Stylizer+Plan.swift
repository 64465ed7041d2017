public import Images

extension Stylizer {
  /// Looks at a photograph's header and says how it would be painted.
  ///
  /// - Parameter format: of the painting; nil for the photograph's.
  /// - Throws: `ImageError` when the photograph can't be read, and what says that the memory is too
  ///   little.
  public func plan(_ photograph: PicturePath, as format: PictureFormat? = nil) throws
    -> PaintingPlan
  {
    let own = photograph.suffix.flatMap { try? PictureFormat(suffix: $0) }
    return try easels.chosen[0].describe(
      photograph, as: format ?? own ?? PictureFormat(suffix: "png"))
  }
}
