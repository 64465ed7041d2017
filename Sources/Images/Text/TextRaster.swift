internal import CVips

/// A line of text as pixels: how much of each its letters cover.
public struct TextRaster: Sendable {
  /// Pixels.
  public let width: Int
  /// Rows.
  public let height: Int
  /// `height · width` values, 0 outside of the letters, 255 inside.
  public let coverage: [UInt8]

  /// - Parameters:
  ///   - text: as it is, no markup.
  ///   - points: the letters' size in pixels.
  /// - Throws: ``ImageError/library(_:)`` when libvips was built without text or finds no font.
  public init(_ text: String, points: Int) throws {
    try Images.start()
    let plain = text.reduce(into: "") { $0 += Self.escapes[$1] ?? String($1) }
    guard let image = VipsPicture(stylize_vips_text(plain, "sans \(points)")) else {
      throw ImageError.library(takeVipsText())
    }
    width = image.width
    height = image.height
    var count = 0
    guard let bytes = vips_image_write_to_memory(image.pointer, &count) else {
      throw ImageError.library(takeVipsText())
    }
    defer { g_free(bytes) }
    coverage = Array(UnsafeRawBufferPointer(start: bytes, count: count).prefix(width * height))
  }

  /// Pango reads markup.
  private static let escapes: [Character: String] = ["&": "&amp;", "<": "&lt;", ">": "&gt;"]
}
