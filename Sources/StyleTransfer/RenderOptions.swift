package import ImageIO

/// The options of rendering and writing results, whatever their style.
package struct RenderOptions: Sendable {
  package enum Precision: String, Sendable, CaseIterable {
    /// Half-precision feature maps: half the memory, with errors far below a step of 8 bits.
    case half
    case single
  }

  package enum Existing: String, Sendable, CaseIterable {
    /// Leaves the result, unless the journal says that the photograph, the style or the options have changed since.
    case skip
    case overwrite
    /// Reports a failure, unless the journal vouches for the result.
    case fail
    /// Renders again results that are older than their photograph, and those whose photograph, style or options have
    /// changed according to the journal.
    case newer
  }

  package var precision = Precision.half
  /// The edge of a tile, in pixels of each feature map; nil for the planner's choice.
  package var tileEdge: Int?
  package var limits = ImageLimits()
  /// The memory that the whole program may take, in bytes; nil for most of the memory that the system has available. A
  /// picture that needs more is rendered in bands, with a scratch file in ``ImageLimits/scratchFolder``. Changes no
  /// byte of a result.
  package var memoryBytes: Int?
  /// The memory that maps may take on a device with memory of its own, in bytes; nil for most of its free memory.
  /// Changes no byte of a result.
  package var deviceMemoryBytes: Int?
  /// The memory of finished pictures' maps that is kept for the next picture, in bytes: it need not be requested from
  /// the system and cleared again.
  package var idleBytes = 1 << 30
  /// The quality of lossy formats, 1…100; nil for the format's default.
  package var quality: Int?
  /// The bit depth of results; nil for the photograph's.
  package var depth: BitDepth?
  /// Whether metadata is left out.
  package var strip = false
  /// The action where a result exists already.
  package var existing = Existing.skip

  package init() {}
}

extension RenderOptions {
  package func writer(for format: ImageFormat, overwriting: Bool) -> ImageWriter {
    ImageWriter(
      format: format, quality: quality, depth: depth, strip: strip,
      overwrite: overwriting)
  }

  /// Checks that quality and bit depth fit a format, before any work is done.
  ///
  /// - Throws: `ImageError`.
  package func check(_ format: ImageFormat) throws {
    try writer(for: format, overwriting: false).check()
  }

  /// Checks the formats of jobs as ``check(_:)`` does. Passes if at least one format is suitable; jobs of the others
  /// then fail one by one.
  package func check(_ jobs: [Job]) throws {
    var problem: (any Error)?
    for format in Set(jobs.map(\.format)) {
      do {
        return try check(format)
      } catch { problem = error }
    }
    if let problem { throw problem }
  }
}
