internal import Glibc

/// The speed of transfers to and from a scratch file.
package struct ScratchSpeed: Hashable, Sendable {
  package var writtenBytesPerSecond: Double
  package var readBytesPerSecond: Double
  /// The time that transfers take from computing, in seconds per byte: their processor time, spread over all
  /// processors.
  package var lostSecondsPerByte: Double

  /// The speed of an ordinary solid-state disk.
  package static let usual = ScratchSpeed(
    writtenBytesPerSecond: 1e9, readBytesPerSecond: 1e9, lostSecondsPerByte: 0)
}

extension ScratchSpeed {
  /// The size of the sample that measures the speed of so many bytes of scratch, in bytes: less for fewer, in steps, so
  /// that one sample serves many pictures.
  package static func sampleBytes(for neededBytes: Int) -> Int {
    var bytes = 1 << 20
    while bytes < 1 << 30, bytes * 4 <= neededBytes { bytes *= 4 }
    return bytes
  }

  /// The time after which a pass over the sample stops, in seconds: on a slow disk a part of it will do.
  private static let mostSeconds = 0.3
  /// The speed of the system's cache when as much goes through it as a large picture needs, in bytes per second. A
  /// sample is faster, because it stays in the processor's caches.
  private static let mostCachedBytesPerSecond = 3e9

  /// Measures the speed of a scratch file in a folder by a sample.
  ///
  /// - Throws: ``EngineError/scratch(folder:neededBytes:reason:)``.
  package init(of folder: String, sampleBytes: Int) throws {
    let file = try ScratchFile(in: folder, neededBytes: sampleBytes)
    var sample = try Sample(file, byteCount: sampleBytes)
    let start = Self.processorSeconds
    // Places in the file are used again by later maps; the first time costs more.
    let fresh = try sample.move(.toFile)
    let read = try sample.move(.fromFile)
    let again = try sample.move(.toFile)
    let lost =
      (Self.processorSeconds - start) / Double(max(sysconf(Int32(_SC_NPROCESSORS_ONLN)), 1))
    let most = file.bypassesCache ? .infinity : Self.mostCachedBytesPerSecond
    writtenBytesPerSecond = min((fresh.bytes + again.bytes) / (fresh.seconds + again.seconds), most)
    readBytesPerSecond = min(read.bytes / read.seconds, most)
    lostSecondsPerByte = lost / (fresh.bytes + read.bytes + again.bytes)
  }

  /// The processor time of this program so far, in seconds.
  private static var processorSeconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  /// A sample of rows that are moved as those of a map are, one window at a time.
  private struct Sample: ~Copyable {
    private let region: ScratchRegion
    private let window: UnsafeMutableRawBufferPointer
    /// The number of windows to move: all of them, then as many as the last pass moved.
    private var windows = 256
    private let rows: Int
    private let rowBytes: Int

    init(_ file: ScratchFile, byteCount: Int) throws {
      let blocks = byteCount / windows / ScratchSpace.blockBytes
      rows = (blocks + 31) / 32
      rowBytes = blocks / rows * ScratchSpace.blockBytes
      region = ScratchRegion(
        RowLayout(planes: 1, rowBytes: rowBytes), rows: windows * rows, in: file)
      window = .allocate(byteCount: rows * rowBytes, alignment: ScratchSpace.blockBytes)
      window.initializeMemory(as: UInt8.self, repeating: 1)
    }

    deinit { window.deallocate() }

    mutating func move(_ direction: Transfer.Direction) throws -> (bytes: Double, seconds: Double) {
      let clock = ContinuousClock()
      let start = clock.now
      var (moved, seconds) = (0, 0.0)
      while moved < windows, seconds < mostSeconds {
        let plane = PlaneRows(index: 0, start: window.baseAddress!, pitch: rowBytes)
        try region.begin(direction, [plane], rows: moved * rows..<(moved + 1) * rows)?.wait()
        moved += 1
        seconds = (clock.now - start) / .seconds(1)
      }
      windows = moved
      return (Double(moved * rows * rowBytes), seconds)
    }
  }
}
