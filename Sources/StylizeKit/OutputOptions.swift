internal import BatchProcessing
internal import Files
internal import ImageIO
internal import StyleTransfer

/// The form in which results are written, and the treatment of files that are there already.
///
/// ```swift
/// var output = OutputOptions(format: "jpg", quality: 90)
/// output.existing = .overwrite
/// ```
public struct OutputOptions: Hashable, Sendable {
  /// The treatment of files that are where a result is to be written.
  public enum Existing: String, Hashable, Sendable, CaseIterable {
    /// Leaves it, unless a batch's journal says that the picture, the look or these options have changed since.
    case skip
    /// Replaces it.
    case overwrite
    /// Fails with the code `exists`.
    case fail
    /// Replaces what is older than its picture, and what the journal says has changed.
    case newer
  }

  /// A suffix such as `png`, with libvips' options if need be (`jpg[Q=90]`); nil for the suffix of the output, or in
  /// folders the format of each picture.
  public var format: String?
  /// The quality, 1…100, in formats that have such a thing; nil for the usual one.
  public var quality: Int?
  /// The bits of each value; nil for the picture's own, where the format holds them.
  public var bitDepth: PixelImage.BitDepth?
  /// Whether EXIF, XMP, IPTC and comments are left out. The colour profile stays.
  public var stripsMetadata = false
  /// The treatment of files that are where a result is to be written.
  public var existing = Existing.skip
  /// The names of results in folders, such as `{dir}/{name}-{style}.{ext}`; nil for the path of each picture. Fields
  /// are `dir`, `name`, `style`, `ext`, `width`, `height`, `index` and `date`.
  public var nameTemplate: String?

  /// Makes options.
  ///
  /// - Parameters:
  ///   - format: a suffix such as `png`; nil for the suffix of the output.
  ///   - quality: 1…100; nil for the usual one.
  public init(format: String? = nil, quality: Int? = nil) {
    (self.format, self.quality) = (format, quality)
  }
}

extension OutputOptions {
  /// The format; nil where none was asked for.
  func imageFormat() throws -> ImageFormat? { try format.map { try ImageFormat(argument: $0) } }

  /// Writes what concerns each picture into options of the modules below.
  ///
  /// - Throws: ``StylizeError`` where quality, bit depth, format and template don't fit.
  func apply(to options: inout RenderOptions) throws(StylizeError) {
    (options.quality, options.strip) = (quality, stripsMetadata)
    options.depth = bitDepth?.depth
    options.existing = RenderOptions.Existing(rawValue: existing.rawValue)!
    let checked = options
    try StylizeError.wrapping {
      if let format = try imageFormat() { try checked.check(format) }
      _ = try nameTemplate.map { try OutputTemplate($0) }
      if let quality, !(1...100).contains(quality) { throw ImageError.badQuality(found: quality) }
    }
  }
}
