internal import Networks

/// A plan that is being thought about: where maps are, and what each stage then takes.
struct PlanDraft {
  var maps: [Plan.Map]
  var rolls: Bool
  /// Rows of a band by stage; nil for one tile.
  var bands: [Int?]

  init(_ maps: [Plan.Map], rolls: Bool) {
    self.maps = maps
    self.rolls = rolls
    bands = Array(repeating: nil, count: maps.count - 1)
  }

  /// Finds out who reads each map last.
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

  /// The maps that are in a memory from beginning to end of a stage.
  func steady(in index: Int, of network: StagedNetwork, storage: Plan.Storage = .memory)
    -> [MapIndex]
  {
    let rolls = rolls && storage == .memory
    return maps.indices.filter { map in
      guard maps[map].storage == storage else { return false }
      // Who brought the photograph keeps it.
      if map == StagedNetwork.input { return true }
      guard map - 1 < index, let last = maps[map].lastReader else { return false }
      return rolls ? last > index : last >= index
    }
  }

  /// The maps that shrink in a stage.
  func shrinking(in index: Int) -> [MapIndex] {
    guard rolls else { return [] }
    return maps.indices.filter {
      $0 != StagedNetwork.input && maps[$0].storage == .memory && maps[$0].lastReader == index
    }
  }
}

/// What one stage takes.
struct StageCost: Hashable, Sendable {
  /// Besides the maps that are in memory all the time.
  var peakBytes = 0
  /// Of the program's memory where that is not the backend's, besides maps that are kept there.
  var hostBytes = 0
  var seconds = 0.0
  /// Seconds of it spent on computing.
  var workSeconds = 0.0
  /// To the scratch file.
  var writtenBytes = 0
  /// From it.
  var readBytes = 0
  /// Between the program's memory and the backend's own.
  var busBytes = 0
}
