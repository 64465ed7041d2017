package import ImageIO

/// How paintings are made and written, whatever their style.
package struct RenderOptions: Sendable {
  package enum Precision: String, Sendable, CaseIterable {
    /// Feature maps are stored in half precision: half the memory, errors far below 8 bits.
    case half
    case single
  }

  package enum Existing: String, Sendable, CaseIterable {
    /// Leaves it, unless the journal says that photograph, style or options have changed since.
    case skip
    case overwrite
    /// Counts it as a failure, unless the journal vouches for it.
    case fail
    /// Paints again what is older than its photograph, and what the journal says has changed.
    case newer
  }

  package var precision = Precision.half
  /// The tiles' edge in pixels of each feature map; nil for the planner's choice.
  package var tileEdge: Int?
  package var limits = ImageLimits()
  /// What the whole program may take, in bytes; nil for most of what the system has available. A
  /// picture that needs more is painted in bands, with a scratch file where
  /// ``ImageLimits/scratchFolder`` says. Changes no byte of a painting.
  package var memoryBytes: Int?
  /// What maps may take of a device with memory of its own, in bytes; nil for most of what it has free.
  /// Changes no byte of a painting.
  package var deviceMemoryBytes: Int?
  /// How much memory of finished pictures' maps is kept for the next one, in bytes: it need not be
  /// fetched from the system and cleared again.
  package var idleBytes = 1 << 30
  /// 1…100, where the format has such a thing.
  package var quality: Int?
  /// Nil keeps the photograph's.
  package var depth: BitDepth?
  /// Leaves metadata out.
  package var strip = false
  /// What to do where the painting is there already.
  package var existing = Existing.skip

  package init() {}
}

extension RenderOptions {
  package func writer(for format: ImageFormat, overwriting: Bool) -> ImageWriter {
    ImageWriter(
      format: format, quality: quality, depth: depth, strip: strip,
      overwrite: overwriting)
  }

  /// Says before any work whether quality and bit depth fit a format.
  ///
  /// - Throws: `ImageError`.
  package func check(_ format: ImageFormat) throws {
    try writer(for: format, overwriting: false).check()
  }

  /// As ``check(_:)``, for jobs: where at least one of them can be done, the others fail each for itself.
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
