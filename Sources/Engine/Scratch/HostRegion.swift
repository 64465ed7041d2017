internal import Glibc
internal import Synchronization

/// The program's memory taken by maps that are kept there for a backend with a memory of its own.
package enum HostMemory {
  private static let bytes = Mutex((used: 0, peak: 0))

  /// The bytes in use now.
  package static var usedBytes: Int { bytes.withLock { $0.used } }

  /// The peak since the last call, in bytes.
  package static func takePeakBytes() -> Int {
    bytes.withLock { bytes in
      defer { bytes.peak = bytes.used }
      return bytes.peak
    }
  }

  fileprivate static func count(_ added: Int) {
    bytes.withLock {
      $0.used += added
      $0.peak = max($0.peak, $0.used)
    }
  }
}

/// Rows of a map in the program's memory, which goes back to the system when nobody needs them.
final class HostRegion: StoredRows, @unchecked Sendable {
  // Rows are written before they are read, by one thread at a time.
  private let start: UnsafeMutableRawPointer
  private let layout: RowLayout
  private let rows: Int
  private let byteCount: Int

  /// - Throws: ``EngineError/outOfMemory(neededBytes:what:)``.
  init(_ layout: RowLayout, rows: Int) throws {
    (self.layout, self.rows) = (layout, rows)
    byteCount = layout.planes * rows * layout.rowBytes
    let memory = mmap(
      nil, byteCount, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let memory, memory != MAP_FAILED else {
      throw EngineError.outOfMemory(neededBytes: byteCount, what: "a map beside the device")
    }
    start = memory
    HostMemory.count(byteCount)
  }

  deinit {
    munmap(start, byteCount)
    HostMemory.count(-byteCount)
  }

  func begin(_ direction: Transfer.Direction, _ planes: [PlaneRows], rows: Range<Int>) -> Transfer?
  {
    for plane in planes {
      let place = bytes(of: rows, plane.index)
      switch direction {
      case .toFile:
        place.copyMemory(from: UnsafeRawBufferPointer(start: plane.start, count: place.count))
      case .fromFile:
        plane.start.copyMemory(from: place.baseAddress!, byteCount: place.count)
      }
    }
    return nil
  }

  func bytes(of rows: Range<Int>) -> UnsafeMutableRawBufferPointer? {
    layout.planes == 1 ? bytes(of: rows, 0) : nil
  }

  private func bytes(of rows: Range<Int>, _ plane: Int) -> UnsafeMutableRawBufferPointer {
    UnsafeMutableRawBufferPointer(
      start: start + (plane * self.rows + rows.lowerBound) * layout.rowBytes,
      count: rows.count * layout.rowBytes)
  }
}
