internal import Glibc

/// How fast maps go to a scratch file and come back.
public struct ScratchSpeed: Hashable, Sendable {
  public var writtenBytesPerSecond: Double
  public var readBytesPerSecond: Double
  /// What computing loses meanwhile: processor time over all processors there are.
  public var lostSecondsPerByte: Double

  /// A plain disk for solid-state media.
  public static let usual = ScratchSpeed(
    writtenBytesPerSecond: 1e9, readBytesPerSecond: 1e9, lostSecondsPerByte: 0)
}

extension ScratchSpeed {
  private static let sampleBytes = 1 << 30
  /// On a slow disk a part of the sample will do.
  private static let mostSeconds = 0.5
  /// What the system's cache takes and gives when as much goes through it as a large picture needs: a
  /// sample is faster, because it stays in the processor's caches.
  private static let mostCachedBytesPerSecond = 3e9

  /// Measures it by a sample.
  ///
  /// - Throws: ``EngineError/scratch(folder:neededBytes:reason:)``.
  static func measure(in folder: String) throws -> ScratchSpeed {
    let file = try ScratchFile(in: folder, neededBytes: sampleBytes)
    let layout = RowLayout(planes: 1, rowBytes: 40 * ScratchFile.blockBytes)
    let rows = sampleBytes / layout.rowBytes
    let region = ScratchRegion(layout, rows: rows, in: file)
    // As many rows at a time as a stage's windows have.
    let height = rows / 16
    let window = UnsafeMutableRawBufferPointer.allocate(
      byteCount: height * layout.rowBytes, alignment: ScratchFile.blockBytes)
    defer { window.deallocate() }
    window.initializeMemory(as: UInt8.self, repeating: 1)
    let plane = PlaneRows(index: 0, start: window.baseAddress!)

    func move(_ direction: Transfer.Direction, below end: Int) throws -> (
      rows: Int, seconds: Double
    ) {
      let clock = ContinuousClock()
      let start = clock.now
      var (row, seconds) = (0, 0.0)
      while row < end, seconds < mostSeconds {
        try region.begin(direction, [plane], rows: row..<row + height)?.wait()
        row += height
        seconds = (clock.now - start) / .seconds(1)
      }
      return (row, seconds)
    }
    let processorSeconds = Self.processorSeconds
    // Places in the file are used again by later maps; the first time costs more.
    let fresh = try move(.toFile, below: rows / height * height)
    let read = try move(.fromFile, below: fresh.rows)
    let again = try move(.toFile, below: fresh.rows)
    let lost =
      (Self.processorSeconds - processorSeconds)
      / Double(max(sysconf(Int32(_SC_NPROCESSORS_ONLN)), 1))
    func rate(_ moved: (rows: Int, seconds: Double)...) -> Double {
      let rate =
        Double(moved.reduce(0) { $0 + $1.rows } * layout.rowBytes)
        / moved.reduce(0) { $0 + $1.seconds }
      return file.bypassesCache ? rate : min(rate, mostCachedBytesPerSecond)
    }
    return ScratchSpeed(
      writtenBytesPerSecond: rate(fresh, again), readBytesPerSecond: rate(read),
      lostSecondsPerByte: lost
        / Double((fresh.rows + read.rows + again.rows) * layout.rowBytes))
  }

  /// Of this program so far.
  private static var processorSeconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
