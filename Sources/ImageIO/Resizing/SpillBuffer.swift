/// A decoded picture kept for later: in memory, or beyond a limit in a scratch file without a name.
///
/// Rows may be written on one thread and read on another later, not at the same time.
package final class SpillBuffer: @unchecked Sendable {
  private let pixels: ScratchPixels
  private let rowBytes: Int
  private let releasedBytes: Int
  private var untilRelease: Int

  /// - Parameters:
  ///   - rowBytes: the size of one row, in bytes.
  ///   - limits: the limit on memory, and the folder for scratch files.
  /// - Throws: ``ImageError/scratch(folder:neededBytes:reason:)``.
  package init(rows: Int, rowBytes: Int, limits: ImageLimits) throws {
    pixels = try ScratchPixels(byteCount: rows * rowBytes, limits: limits)
    self.rowBytes = rowBytes
    // What is mapped of a file counts as this program's memory until it is released.
    releasedBytes = min(limits.memoryBytes, 64 << 20)
    untilRelease = releasedBytes
  }

  package func write(_ bytes: UnsafeRawBufferPointer, rows: Range<Int>) {
    self[rows].copyMemory(from: bytes)
    releaseNowAndThen(bytes.count)
  }

  package func read(rows: Range<Int>, into bytes: UnsafeMutableRawBufferPointer) {
    bytes.copyMemory(from: UnsafeRawBufferPointer(self[rows]))
    releaseNowAndThen(rows.count * rowBytes)
  }

  private subscript(rows: Range<Int>) -> UnsafeMutableRawBufferPointer {
    .init(rebasing: pixels.bytes[rows.lowerBound * rowBytes..<rows.upperBound * rowBytes])
  }

  /// Releases a large picture's pages from time to time, to keep them out of this program's memory.
  private func releaseNowAndThen(_ bytes: Int) {
    untilRelease -= bytes
    guard untilRelease < 0 else { return }
    pixels.release()
    untilRelease = releasedBytes
  }
}
