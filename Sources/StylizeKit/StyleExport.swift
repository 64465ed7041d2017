internal import ModelImport
package import StyleLibrary
internal import StyleTransfer

/// Gives styles to other programs.
package enum StyleExport {
  /// The bytes of the file that ``run(_:strength:from:to:replaces:)`` writes.
  ///
  /// - Throws: `ModelError` when there is no such style; `NetworkError`.
  package static func bytes(
    _ style: String, strength: Double = 1, from catalog: Catalog
  ) throws -> [UInt8] {
    try catalog.resolve(StyleMix(style), strength: StrengthCurve.weight(strength)).onnx()
  }

  /// Writes a style's network as an ONNX model, (1, 3, height, width) RGB 0…1 to the same at any size.
  /// The file is there complete or not at all.
  ///
  /// - Parameters:
  ///   - style: `starry`, or a mix: `starry:0.7,wave:0.3`.
  ///   - strength: 1 is the style as it was trained, 0 the photograph; as ``StyleSettings/strength``.
  ///   - replaces: whether a file of that name may be there already.
  /// - Throws: `ModelError` when there is no such style or the file can't be written; `NetworkError`.
  package static func run(
    _ style: String, strength: Double = 1, from catalog: Catalog, to path: String,
    replaces: Bool = false
  ) throws {
    try catalog.resolve(StyleMix(style), strength: StrengthCurve.weight(strength))
      .exportONNX(to: path, replaces: replaces)
  }
}
