package import Networks

/// A backend whose maps can grow while they are made and shrink while they are read for the last time.
package protocol RollingMaps: Backend where Map: RollingMap {
  /// Makes a map that takes memory row by row as it is written, and gives it back with ``RollingMap/release(rows:)``.
  ///
  /// - Throws: ``EngineError/outOfMemory`` when there is no room.
  func makeRollingMap(_ shape: Shape, _ element: Element, region: Region) throws -> Map
}

extension Backend {
  /// Makes a map that grows and shrinks where the backend can make such maps, otherwise one that doesn't.
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

/// A backend that keeps memory of finished maps for later maps.
package protocol MemoryPooling: AnyObject {
  /// Announces the memory of the next image, so that its maps can reuse that of earlier ones.
  ///
  /// - Parameters:
  ///   - peak: the peak memory of the coming maps, in bytes; 0 when the image is done.
  ///   - total: the limit on maps and kept memory together, in bytes; nil for no limit of its own. Kept memory is freed
  ///     where they would take more.
  func expect(peak: Int, within total: Int?)
}

/// A backend that counts invalid results as they are computed. Without it, the moments of every convolution are taken,
/// which reveal them.
package protocol ResultWatching: AnyObject {
  /// The invalid results that `finish()` found since the last call.
  func takeFaults() -> ResultFaults
}

/// The number of invalid results that were computed.
package struct ResultFaults: Hashable, Sendable {
  /// The number of results that were NaN or infinity, even where an activation turned them into numbers.
  package var notFinite = 0
  /// The number of values that were clamped because their map's element type can't hold them.
  package var saturated = 0

  /// No faults.
  package init() {}
}

/// A backend that computes on threads of this program.
package protocol ThreadedBackend: Backend {
  /// The number of threads.
  var threads: Int { get }

  /// The factors besides the device on which the speed of computing depends, in words: instruction set and threads.
  var setting: String { get }

  /// The limit on maps and memory kept for later maps together, in bytes; nil for no limit.
  var memoryLimit: Int? { get set }

  /// A backend of one thread on the same device, which can run this one's kernels.
  ///
  /// - Parameter memoryLimit: the limit on its maps and kept memory together, in bytes.
  func singleThreaded(memoryLimit: Int) -> Self
}

/// A backend on a device with memory of its own.
package protocol DeviceMemoryBackend: Backend {
  /// The limit on the device's memory that the backend takes, in bytes.
  var budget: Int { get }

  /// The part of the budget that is left for maps, in bytes, without weights and other buffers that live as long as the
  /// networks.
  var availableForMaps: Int { get }
}

/// An error that says that a device can't go on; its work is given to another device.
package protocol BackendFailure: Error {}
