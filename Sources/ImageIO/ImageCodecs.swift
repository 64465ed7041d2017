internal import CVips
internal import Synchronization

/// The set-up of reading and writing pictures through libvips.
///
/// Everything here blocks while it reads, decodes or writes: call it from a thread of your own, not from the
/// cooperative pool. Different pictures may be read and written on different threads at the same time.
package enum ImageCodecs {
  /// Starts libvips once, on first use; false when that failed. Every entry point of this module asks for it.
  ///
  /// The operation cache is off, because a batch never computes the same thing twice and the cache would keep pictures
  /// alive. Coders that libvips marks as untrusted are off, except for Netpbm, which is bare numbers; its text matrices
  /// are off too, because a text file that begins with two numbers is not a picture.
  static let started: Bool = {
    guard stylize_vips_init() == 0 else { return false }
    PropertyWarnings.install()
    vips_cache_set_max(0)
    vips_concurrency_set(2)
    trust(false)
    return true
  }()

  /// Makes libvips ready, which everything else does when it needs it.
  ///
  /// - Throws: ``ImageError/library(_:)``.
  package static func start() throws {
    guard started else { throw ImageError.library(takeVipsError()) }
  }

  /// Whether decoders that libvips doesn't trust are on.
  static var allowsUntrusted: Bool { trusting.load(ordering: .relaxed) }
  private static let trusting = Atomic<Bool>(false)

  /// The program that decodes untrusted formats in a process of its own; nil where this process decodes them.
  static var isolation: DecoderProgram? { isolated.withLock { $0 } }
  private static let isolated = Mutex<DecoderProgram?>(nil)

  private static func trust(_ all: Bool) {
    trusting.store(all, ordering: .relaxed)
    vips_block_untrusted_set(all ? 0 : 1)
    vips_operation_block_set("VipsForeignLoadPpm", 0)
    vips_operation_block_set("VipsForeignLoadMatrix", 1)
  }

  /// Turns the coders that libvips marks as untrusted (SVG, PDF, JPEG XL, JPEG 2000, OpenEXR, ImageMagick's and others)
  /// on or off. This applies to the whole process and to pictures opened from now on.
  ///
  /// - Parameter program: a program that decodes such pictures, each in a process of its own, so that a decoder which
  ///   corrupts its memory or never ends costs one picture and nothing else. Nil decodes them in this process.
  /// - Throws: ``ImageError/library(_:)`` when libvips doesn't start.
  package static func allowUntrustedFormats(
    _ allowed: Bool, decodedBy program: DecoderProgram? = nil
  ) throws {
    try start()
    isolated.withLock { $0 = program }
    trust(allowed)
    forgetReadableSuffixes()
  }

  /// Sets how many threads libvips and the coders that ask it (AVIF, WebP) may use for one picture; the default is 2.
  /// This applies to the whole process.
  ///
  /// - Throws: ``ImageError/library(_:)`` when libvips doesn't start.
  package static func setThreadsPerPicture(_ count: Int) throws {
    try start()
    vips_concurrency_set(Int32(clamping: max(1, count)))
  }

  /// The version of the libvips that runs, such as `8.14.1`.
  package static var libraryVersion: String { String(cString: vips_version_string()) }
}
