package import Networks

/// How one picture goes through a network: for each map how it is kept, for each stage its tiles.
package struct Plan: Hashable, Sendable {
  /// Where a map is from the stage that makes it to the last one that reads it.
  package enum Storage: String, Hashable, Sendable, Codable {
    /// In the backend's memory.
    case memory
    /// In the program's memory, where that is not the backend's.
    case host
    /// In a scratch file.
    case scratch
    /// Nowhere: made again, some rows at a time, by the stages that read it.
    case recomputed
  }

  package struct Map: Hashable, Sendable {
    package var shape: Shape
    package var element: Element
    /// The part that is kept; all of it, but for a finished picture larger than the photograph.
    package var region: Region
    package var storage = Storage.memory
    /// The last stage that reads it, for its own output or for a map that it makes again; nil for
    /// the finished picture.
    package var lastReader: Int?
    /// Of the whole map.
    package var byteCount: Int

    /// The shape of what is kept.
    var storedShape: Shape { Shape(channels: shape.channels, size: region.size) }
  }

  package var maps: [Map]
  /// By stage.
  package var tilings: [Tiling]
  /// Whether maps in memory grow band by band while they are made and shrink while they are read for
  /// the last time.
  package var rolls = false
  /// What maps, and memory that is kept for maps to come, may take of the backend's memory, in bytes; nil
  /// for no limit.
  package var budget: Int?
  /// The most that maps, parts of maps and moments take of the backend's memory at once, in bytes.
  package var peakBytes = 0
  /// The most that maps, moments and copies on their way take of the program's memory at once, in
  /// bytes, where that is not the backend's.
  package var hostBytes = 0
  /// The most that is in the scratch file at once, in bytes.
  package var scratchBytes = 0
  /// To and from the scratch file, in bytes.
  package var transferredBytes = 0
  /// Between the program's memory and the backend's own, in bytes, photograph and painting included.
  package var busBytes = 0
  /// Work done over work needed: 1 when nothing is recomputed.
  package var recomputeFactor = 1.0
  /// What computing it should take; nil where speeds are not known.
  package var seconds: Double?

  /// Whether everything is in memory from beginning to end.
  package var isWhole: Bool {
    !rolls && maps.allSatisfy { $0.storage == .memory }
  }

  /// ``peakBytes`` inside the budget where a backend doesn't give the memory of a map back at once, but keeps it for maps
  /// of the same size to come.
  ///
  /// - Parameter limit: what it keeps at most, in bytes; the oldest goes first.
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

  /// Whether stage `index` runs at all: a map that is made again by its readers and whose statistics
  /// nobody needs is not made before.
  func runs(_ stage: Stage) -> Bool {
    maps[stage.output].storage != .recomputed || stage.norm != nil
  }
}
