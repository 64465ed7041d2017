internal import Files
package import ImageIO
package import StyleTransfer

extension BatchProcessor {
  /// Plans the rendering of a photograph by its header.
  ///
  /// - Parameter format: the format of the result; nil for the photograph's.
  /// - Throws: `ImageError` when the photograph can't be read; `EngineError.budgetTooSmall` when
  ///   the memory is too small.
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
