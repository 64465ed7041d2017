/// Delivers rows of a picture from top to bottom: each call asks for the rows after those of the call before,
/// and fills the buffer with them, interleaved and without padding. What it throws ends the writing and
/// comes out of it.
///
/// It is called on a thread of libvips, never on two at once, and may block until its rows are there.
package typealias RowSource = @Sendable (Range<Int>, UnsafeMutableRawBufferPointer) throws -> Void

/// A picture on its way out: sRGB, its rows delivered as the encoder asks for them.
package struct OutputImage: Sendable {
  /// Pixels.
  package var width: Int
  /// Rows.
  package var height: Int
  /// What the row sources deliver; what is written is for ``ImageWriter`` to say.
  package var depth: BitDepth
  /// R, G, B: `rows · width · 3` values.
  package var colour: RowSource
  /// Opacity: `rows · width` values, colours not multiplied by it. Each range is asked for right after the
  /// same range of `colour`.
  package var alpha: RowSource?
  /// Of the picture this one was made from.
  package var metadata: ImageMetadata?

  package init(
    width: Int, height: Int, depth: BitDepth, metadata: ImageMetadata? = nil,
    colour: @escaping RowSource, alpha: RowSource? = nil
  ) {
    self.width = width
    self.height = height
    self.depth = depth
    self.metadata = metadata
    self.colour = colour
    self.alpha = alpha
  }
}
