package import Networks

/// The way of one picture through a network: how each map is kept, and the tiles of each stage.
package struct Plan: Hashable, Sendable {
  /// The place of a map from the stage that makes it to the last one that reads it.
  package enum Storage: String, Hashable, Sendable, Codable {
    /// The map is in the backend's memory.
    case memory
    /// The map is in the program's memory, where that is not the backend's.
    case host
    /// The map is in a scratch file.
    case scratch
    /// The map is not kept: the stages that read it compute it again, some rows at a time.
    case recomputed
  }

  package struct Map: Hashable, Sendable {
    package var shape: Shape
    package var element: Element
    /// The part that is kept: the whole map, except for a finished picture larger than the photograph.
    package var region: Region
    package var storage = Storage.memory
    /// The last stage that reads the map, for its own output or for a map that it recomputes; nil for the finished
    /// picture.
    package var lastReader: Int?
    /// The size of all of ``region`` in the backend's memory, in bytes.
    package var byteCount: Int

    /// The shape of the part that is kept.
    var storedShape: Shape { Shape(channels: shape.channels, size: region.size) }
  }

  package var maps: [Map]
  /// The tiles of each stage's output, by stage.
  package var tilings: [Tiling]
  /// Whether maps in memory grow band by band while they are made and shrink while they are read for
  /// the last time.
  package var rolls = false
  /// The limit on the backend's memory for maps and memory kept for later maps, in bytes; nil for no limit.
  package var budget: Int?
  /// The most that maps, parts of maps and moments take of the backend's memory at once, in bytes.
  package var peakBytes = 0
  /// The most that maps, moments and copies in transfer take of the program's memory at once, in bytes, where that is
  /// not the backend's.
  package var hostBytes = 0
  /// The most that is in the scratch file at once, in bytes.
  package var scratchBytes = 0
  /// The traffic to and from the scratch file, in bytes.
  package var transferredBytes = 0
  /// The traffic between the program's memory and the backend's own, in bytes, photograph and painting included.
  package var busBytes = 0
  /// The ratio of work done to work needed; 1 when nothing is recomputed.
  package var recomputeFactor = 1.0
  /// The expected time for computing, in seconds; nil where speeds are not known.
  package var seconds: Double?

  /// Whether everything is in memory from beginning to end.
  package var isWhole: Bool {
    !rolls && maps.allSatisfy { $0.storage == .memory }
  }

  /// The peak of the backend's memory, in bytes, where a backend doesn't free a map's memory at once, but keeps it
  /// within the budget for later maps of the same size.
  ///
  /// - Parameter limit: the most that it keeps, in bytes; the oldest is freed first.
  package func peakBytes(keepingIdle limit: Int) -> Int {
    guard isWhole else { return peakBytes }
    var (used, peak, idle) = (0, peakBytes, [Int]())
    let total = budget ?? .max
    for index in maps.indices {
      used += maps[index].byteCount
      if let same = idle.lastIndex(of: maps[index].byteCount) { idle.remove(at: same) }
      while !idle.isEmpty, used + idle.reduce(0, +) > total { idle.removeFirst() }
      peak = max(peak, used + idle.reduce(0, +))
      // Map `index` is made by the stage before it.
      for map in maps.dropFirst() where map.lastReader == index - 1 {
        used -= map.byteCount
        idle.append(map.byteCount)
      }
      while idle.reduce(0, +) > limit { idle.removeFirst() }
    }
    return peak
  }

  /// Whether a stage runs on its own. It does not when its readers recompute its map and nobody needs the map's
  /// statistics.
  func runs(_ stage: Stage) -> Bool {
    maps[stage.output].storage != .recomputed || stage.norm != nil
  }
}
