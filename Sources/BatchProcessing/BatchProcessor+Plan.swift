internal import Files
package import ImageIO
package import StyleTransfer

extension BatchProcessor {
  /// Looks at a photograph's header and says how it would be painted.
  ///
  /// - Parameter format: of the painting; nil for the photograph's.
  /// - Throws: `ImageError` when the photograph can't be read, and what says that the memory is too
  ///   little.
  package func plan(_ photograph: Job.Source, as format: ImageFormat? = nil) throws
    -> ImagePlan
  {
    var naming = try OutputNaming(
      folder: ".", template: nil, format: nil, style: "", limits: limits)
    let input = FoundInput(source: photograph, relative: photograph.path ?? "-")
    return try pool.chosen[0].estimates.describe(
      photograph, as: format ?? naming.ownFormat(of: input))
  }
}
