/// A function that delivers rows of a picture from top to bottom: each call asks for the rows after those of the call
/// before, and fills the buffer with them, interleaved and without padding. An error that it throws ends the writing,
/// which throws it in turn.
///
/// It is called on a thread of libvips, never on two at once, and may block until its rows are there.
package typealias RowSource = @Sendable (Range<Int>, UnsafeMutableRawBufferPointer) throws -> Void

/// A picture on its way out: sRGB, its rows delivered as the encoder asks for them.
package struct OutputImage: Sendable {
  /// The width in pixels.
  package var width: Int
  /// The height in pixels.
  package var height: Int
  /// The bit depth of the rows that the sources deliver; ``ImageWriter/depth`` decides what is written.
  package var depth: BitDepth
  /// The source of colours: R, G, B, `rows · width · 3` values.
  package var colour: RowSource
  /// The source of opacity: `rows · width` values, by which colours are not multiplied. Each range is asked for right
  /// after the same range of `colour`.
  package var alpha: RowSource?
  /// The metadata of the picture from which this one was made.
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
