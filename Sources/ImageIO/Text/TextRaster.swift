internal import CVips

/// A line of text as pixels, each with the share of it that letters cover.
package struct TextRaster: Sendable {
  /// The width in pixels.
  package let width: Int
  /// The height in pixels.
  package let height: Int
  /// The coverage of each pixel: `height · width` values, 0 outside of the letters, 255 inside.
  package let coverage: [UInt8]

  /// - Parameters:
  ///   - text: the text as it is, without markup.
  ///   - points: the letters' size in pixels. Texts of one size are of one height and their letters
  ///     stand on one line, but for letters that reach above or below all others.
  /// - Throws: ``ImageError/library(_:)`` when libvips was built without text or finds no font.
  package init(_ text: String, points: Int) throws {
    try ImageCodecs.start()
    // libvips cuts text off where its ink ends; a bar, which is as high as a line, keeps the line whole.
    let (bar, line) = (try Ink(Self.bar, points), try Ink(Self.bar + text, points))
    let start = (bar.width..<max(bar.width, line.width)).first { column in
      (0..<line.height).contains { line.coverage[$0 * line.width + column] > 0 }
    }
    let left = start ?? line.width
    width = line.width - left
    height = line.height
    coverage = (0..<line.height).flatMap {
      line.coverage[$0 * line.width + left..<($0 + 1) * line.width]
    }
  }

  private static let bar = "|"

  /// A text as libvips draws it.
  private struct Ink {
    let width: Int
    let height: Int
    let coverage: [UInt8]

    init(_ text: String, _ points: Int) throws {
      let plain = text.reduce(into: "") { $0 += TextRaster.escapes[$1] ?? String($1) }
      guard let image = VipsHandle(stylize_vips_text(plain, "sans \(points)")) else {
        throw ImageError.library(takeVipsError())
      }
      (width, height) = (image.width, image.height)
      var count = 0
      guard let bytes = vips_image_write_to_memory(image.pointer, &count) else {
        throw ImageError.library(takeVipsError())
      }
      defer { g_free(bytes) }
      coverage = Array(UnsafeRawBufferPointer(start: bytes, count: count))
    }
  }

  /// The characters that have to be escaped, because Pango reads markup.
  private static let escapes: [Character: String] = ["&": "&amp;", "<": "&lt;", ">": "&gt;"]
}
