internal import BatchProcessing
internal import Files
internal import ImageIO
internal import StyleLibrary
internal import StyleTransfer
public import SystemPackage

/// Renders pictures in one look. Made once, used for any number of pictures, from any task.
///
/// ```swift
/// let catalog = StyleCatalog(folders: [styles])
/// let stylizer = try Stylizer(StyleSettings("starry"), from: catalog)
/// switch try await stylizer.render(photo, to: result) {
/// case .written(let facts): print("\(facts.width)×\(facts.height) in \(facts.seconds) s")
/// case .skipped(let reason): print("left alone: \(reason)")
/// }
/// ```
///
/// Pictures are rendered one after the other, so that the memory of ``ResourceOptions`` is enough for any number of
/// tasks: a call waits for those before it, and a ``Batch`` counts as one call. A ``FolderWatch`` doesn't wait, and takes
/// memory of its own.
///
/// ## Topics
///
/// ### One picture
///
/// - ``render(_:to:)``
/// - ``render(_:)``
///
/// ### Many pictures
///
/// - ``batch(_:to:recursive:resumes:retries:)``
/// - ``watch(_:to:recursive:afterwards:failed:pollSeconds:)``
public final class Stylizer: Sendable {
  /// The look.
  public let style: StyleSettings
  /// The form in which results are written.
  public let output: OutputOptions
  /// The share of the machine that may be taken.
  public let resources: ResourceOptions
  /// The catalog that the style came from.
  public let catalog: StyleCatalog

  let processor: BatchProcessor
  let settings: StyleTransfer.StyleSettings
  let warn: @Sendable (String) -> Void
  let access = SerialAccess()

  /// Makes the network of a look ready on its devices, which takes a moment. Blocks.
  ///
  /// - Parameters:
  ///   - style: the look.
  ///   - catalog: the catalog of its styles.
  ///   - output: the form in which results are written.
  ///   - resources: the share of the machine that may be taken.
  ///   - warn: a function that is told, from any thread, of a device that fails and what takes its place, and of other things that are
  ///     worth knowing and stop nothing.
  /// - Throws: ``StylizeError`` when there is no such style, its files or the mask can't be read, options make no sense,
  ///   or a device that was asked for can't be used.
  public init(
    _ style: StyleSettings, from catalog: StyleCatalog, output: OutputOptions = OutputOptions(),
    resources: ResourceOptions = ResourceOptions(),
    warn: @escaping @Sendable (String) -> Void = { _ in }
  ) throws(StylizeError) {
    (self.style, self.output, self.resources) = (style, output, resources)
    (self.catalog, self.warn) = (catalog, warn)
    let settings = try style.checked()
    self.settings = settings
    processor = try Self.processor(settings, catalog.catalog, output, resources, warn)
  }

  static func processor(
    _ settings: StyleTransfer.StyleSettings, _ catalog: Catalog, _ output: OutputOptions,
    _ resources: ResourceOptions, _ warn: (String) -> Void
  ) throws(StylizeError) -> BatchProcessor {
    let options = try RenderOptions(output, resources)
    return try StylizeError.wrapping {
      try BatchProcessor(
        settings, from: catalog, options: options, devices: resources.chosenDevices(),
        threads: resources.threads, warn: warn)
    }
  }

  /// Renders a file to a file, which is there complete or not at all.
  ///
  /// When the task is cancelled, computing stops and nothing is written.
  ///
  /// - Parameters:
  ///   - input: the picture.
  ///   - output: the result, whose suffix says the format unless ``OutputOptions/format`` does; or a folder.
  /// - Returns: the facts of the result, or the reason for which none was written.
  /// - Throws: ``StylizeError``; `CancellationError`.
  @discardableResult
  public func render(_ input: FilePath, to output: FilePath) async throws -> RenderResult {
    try await access.run {
      try await BackgroundThread.run { [self] stop in
        let input = Path(input)
        // Without these, patterns and folders would stand for what matches and lies in them.
        guard let status = FileStatus(input) else { throw JobError.missingInput(path: input) }
        guard status.kind != .folder else {
          throw ImageError.notAFile(path: input.description, found: "a folder")
        }
        return RenderResult(
          try processor.render(
            input, to: Path(output), as: self.output.imageFormat(), stop: stop, warn: warn))
      }
    }
  }

  /// Renders a picture in memory. Its size and opacity stay, and its bit depth unless ``OutputOptions/bitDepth`` says
  /// another.
  ///
  /// The picture and its result come on top of ``ResourceOptions/memoryBytes``: each takes
  /// height · width · channels · bit depth / 8 bytes.
  ///
  /// ```swift
  /// let image = try PixelImage(contentsOf: photo)
  /// let rendered = try await stylizer.render(image)
  /// let jpeg = try rendered.encoded(OutputOptions(format: "jpg", quality: 90))
  /// ```
  ///
  /// - Parameter image: the picture.
  /// - Returns: the result, of the same size.
  /// - Throws: ``StylizeError``; `CancellationError`.
  public func render(_ image: PixelImage) async throws -> PixelImage {
    try await access.run {
      try await BackgroundThread.run { [self] stop in
        try processor.render(
          MemorySource(image.bytes, image.info), named: PixelImage.name, depth: nil, stop: stop,
          warn: warn
        ) { rows in
          try PixelImage(rows, opacityOf: image)
        }
      }
    }
  }
}
