package import Networks

/// A backend whose maps can grow while they are made and shrink while they are read for the last time.
package protocol RollingMaps: Backend where Map: RollingMap {
  /// Makes a map that takes memory row by row as it is written, and gives it back by
  /// ``RollingMap/release(rows:)``.
  ///
  /// - Throws: ``EngineError/outOfMemory`` when there is no room.
  func makeRollingMap(_ shape: Shape, _ element: Element, region: Region) throws -> Map
}

extension Backend {
  /// A map that grows and shrinks where the backend can make such maps, and else one that doesn't.
  func rollingMap(_ shape: Shape, _ element: Element, region: Region) throws -> Map {
    guard let rolling = self as? any RollingMaps else {
      return try makeMap(shape, element, region: region)
    }
    func make<Rolling: RollingMaps>(_ rolling: Rolling) throws -> Map {
      // It is this very backend, whose maps these are.
      try rolling.makeRollingMap(shape, element, region: region) as! Map
    }
    return try make(rolling)
  }
}

/// A backend that keeps memory of finished maps for maps to come.
package protocol MemoryPooling: AnyObject {
  /// Says what is to come, so that maps can take the memory of earlier ones.
  ///
  /// - Parameters:
  ///   - peak: what maps will take at once, in bytes; 0 when that is over.
  ///   - total: what maps, and memory that is kept for maps to come, may take together, in bytes; nil for
  ///     no limit of its own. Kept memory goes where they would take more.
  func expect(peak: Int, within total: Int?)
}

/// A backend that counts results that are none as they are made. Without it the moments of every
/// convolution are taken, which show them.
package protocol ResultWatching: AnyObject {
  /// What `finish()` found since this was last asked.
  func takeFaults() -> ResultFaults
}

/// How often something was computed that is no result.
package struct ResultFaults: Hashable, Sendable {
  /// NaN and infinity, also where activations turn them into numbers.
  package var notFinite = 0
  /// Values that were clamped because their map's element can't hold them.
  package var saturated = 0

  /// No faults.
  package init() {}
}

/// A backend that computes on threads of this program.
package protocol ThreadedBackend: Backend {
  /// How many threads there are.
  var threads: Int { get }

  /// What the speed of computing depends on besides the device, in words: instructions and threads.
  var setting: String { get }

  /// What maps may take together with memory that is kept for maps to come, in bytes; nil for no limit.
  var memoryLimit: Int? { get set }

  /// A backend of one thread on the same device, which can run this one's kernels.
  ///
  /// - Parameter memoryLimit: what its maps may take, kept memory included, in bytes.
  func singleThreaded(memoryLimit: Int) -> Self
}

/// A backend on a device with memory of its own.
package protocol DeviceMemoryBackend: Backend {
  /// The most memory that is taken of the device, in bytes.
  var budget: Int { get }

  /// What of that maps may take, in bytes: not weights, and what else stays as long as networks do.
  var availableForMaps: Int { get }
}

/// An error by which a device says that it can't go on: what was asked of it is asked of another.
package protocol BackendFailure: Error {}
