internal import BatchProcessing
internal import ContactSheets
internal import Files
internal import StyleTransfer
public import SystemPackage

/// A picture in many styles on one sheet, to choose from.
///
/// The pictures on it are small, but their strokes are as large in proportion as those of the full result.
///
/// ```swift
/// var sheet = ContactSheet(from: catalog)
/// sheet.styles = ["starry", "wave"]
/// sheet.strengths = [0.5, 1]
/// sheet.cellSide = 160
/// try await sheet.render(photo, to: result)
/// ```
public struct ContactSheet: Sendable {
  /// The catalog of the styles.
  public var catalog: StyleCatalog
  /// The styles and mixes that are shown; nil for all of the catalog.
  public var styles: [String]?
  /// The strengths in which each of them is shown, 0…1.5.
  public var strengths = [1.0]
  /// The longer side of each picture on the sheet, 32…4096 pixels.
  public var cellSide = 320
  /// How everything is rendered; its style and strength do not count.
  public var look = StyleSettings("")
  /// The form in which the sheet is written. Only `quality` and `existing` count; `skip` counts as `fail`.
  public var output = OutputOptions()
  /// The share of the machine that may be taken.
  public var resources = ResourceOptions()

  /// Makes a sheet of all styles of a catalog.
  ///
  /// - Parameter catalog: the catalog of the styles.
  public init(from catalog: StyleCatalog) { self.catalog = catalog }

  /// Renders the sheet of a picture to a file, which is there complete or not at all.
  ///
  /// - Parameters:
  ///   - photo: the picture.
  ///   - path: the file to write, whose suffix says the format.
  ///   - progress: a function that is called from another thread after each picture on the sheet, with the number of
  ///     those that are done and the number of all.
  /// - Throws: ``StylizeError``; `CancellationError`.
  public func render(
    _ photo: FilePath, to path: FilePath,
    progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) async throws {
    try await BackgroundThread.run { stop in
      var options = RenderOptions()
      resources.apply(to: &options)
      try output.apply(to: &options)
      var request = SheetRequest()
      (request.styles, request.strengths, request.cellSide) = (styles, strengths, cellSide)
      request.settings = try look.checked()
      let previews = try PreviewRenderer(
        from: catalog.catalog, options: options, devices: resources.chosenDevices(),
        threads: resources.threads)
      try ContactSheets.ContactSheet(previews).make(of: Path(photo), to: Path(path), request) {
        guard !stop.isRaised else { throw CancellationError() }
        progress($0, $1)
      }
    }
  }
}
