internal import Networks

/// A plan under construction: where maps are kept, and the bands of each stage.
struct PlanDraft {
  var maps: [Plan.Map]
  var rolls: Bool
  /// The height of a band in rows, by stage; nil for a single tile.
  var bands: [Int?]

  init(_ maps: [Plan.Map], rolls: Bool) {
    self.maps = maps
    self.rolls = rolls
    bands = Array(repeating: nil, count: maps.count - 1)
  }

  /// Finds the last stage that reads each map.
  mutating func findLastReaders(in network: StagedNetwork) {
    for map in maps.indices { maps[map].lastReader = nil }
    for (index, stage) in network.stages.enumerated() where runs(stage) {
      for map in InputDependencies(of: index, in: network, maps).stored {
        maps[map].lastReader = index
      }
    }
  }

  func runs(_ stage: Stage) -> Bool {
    maps[stage.output].storage != .recomputed || stage.norm != nil
  }

  /// The maps that stay in one kind of storage from the beginning of a stage to its end.
  func steady(in index: Int, of network: StagedNetwork, storage: Plan.Storage = .memory)
    -> [MapIndex]
  {
    let rolls = rolls && storage == .memory
    return maps.indices.filter { map in
      guard maps[map].storage == storage else { return false }
      // The caller owns the photograph and keeps it.
      if map == StagedNetwork.input { return true }
      guard map - 1 < index, let last = maps[map].lastReader else { return false }
      return rolls ? last > index : last >= index
    }
  }

  /// The maps in memory that shrink during a stage, since it is the last to read them.
  func shrinking(in index: Int) -> [MapIndex] {
    guard rolls else { return [] }
    return maps.indices.filter {
      $0 != StagedNetwork.input && maps[$0].storage == .memory && maps[$0].lastReader == index
    }
  }
}

/// The cost of one stage in memory, time and traffic.
struct StageCost: Hashable, Sendable {
  /// The peak of the backend's memory, in bytes, besides maps that are there all the time.
  var peakBytes = 0
  /// The peak of the program's memory where that is not the backend's, in bytes, besides maps that
  /// are kept there.
  var hostBytes = 0
  var seconds = 0.0
  /// The part of ``seconds`` that is spent on computing.
  var workSeconds = 0.0
  /// The traffic to the scratch file, in bytes.
  var writtenBytes = 0
  /// The traffic from the scratch file, in bytes.
  var readBytes = 0
  /// The traffic between the program's memory and the backend's own, in bytes.
  var busBytes = 0
}
