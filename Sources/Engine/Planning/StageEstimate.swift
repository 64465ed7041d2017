internal import Networks

/// An estimate of a stage's cost: it goes through the stage as the executor does, counting instead of computing.
struct StageEstimate<B: Backend> {
  private let network: PreparedNetwork<B>
  private let costs: Costs
  private let draft: PlanDraft
  private let index: Int
  private let dependencies: InputDependencies
  private let blockRows: [Int]

  init(
    _ index: Int, of network: PreparedNetwork<B>, _ draft: PlanDraft, _ costs: Costs,
    blockRows: [Int]
  ) {
    (self.index, self.network, self.draft, self.costs) = (index, network, draft, costs)
    self.blockRows = blockRows
    dependencies = InputDependencies(of: index, in: network.staged, draft.maps)
  }

  /// The facts on which an estimate depends: two with equal keys are the same.
  struct Key: Hashable {
    let index: Int
    let bandRows: Int?
    let storages: [Plan.Storage]
    let output: Plan.Storage
    let shrinking: [MapIndex]
    let rolls: Bool
  }

  func key(bandRows: Int?) -> Key {
    Key(
      index: index, bandRows: bandRows, storages: dependencies.nodes.map(\.storage),
      output: target.storage, shrinking: draft.shrinking(in: index), rolls: draft.rolls)
  }

  /// Whether cutting the stage into bands changes anything.
  var wantsBands: Bool { draft.rolls || !dependencies.isDirect || target.storage.isElsewhere }

  private var stage: Stage { network.staged.stages[index] }
  private var target: Plan.Map { draft.maps[stage.output] }

  func cost(bandRows: Int?) -> StageCost {
    let tiling = Tiling(rows: bandRows, of: target.region.size)
    let tiles = Array(tiling)
    let rows = InputRows(
      dependencies, of: index, bands: tiles.map(\.rows), in: network.staged, draft.maps,
      blockRows: blockRows, keeps: network.keepsRows(draft.maps))
    let input = draft.maps[stage.source[0].map].shape.size
    let kernel = network.kernels[index]
    let block = kernel.block(for: input)
    let needsMoments = network.takesMoments(stage)
    let working = ([index] + dependencies.nodes.compactMap(\.stage)).map { stage in
      network.backend.workingBytes(
        for: network.kernels[stage],
        input: draft.maps[network.staged.stages[stage].source[0].map].shape.size)
    }.max()!

    var cost = StageCost()
    var walk = Walk(nodes: dependencies.nodes.count)
    var leaving = 0
    fetch(rows.steps[0], &walk)
    let shrinking = draft.shrinking(in: index)
    var sources = shrinking.reduce(0) { $0 + bytes(of: $1, rows: 0..<draft.maps[$1].shape.height) }
    for (band, tile) in tiles.enumerated() {
      var output = 0
      switch target.storage {
      case .memory:
        output =
          draft.rolls
          ? bytes(of: stage.output, rows: 0..<tile.rows.upperBound) : target.byteCount
      case .host:
        output = window(stage.output, tile.rows)
        walk.hostBytes += bytes(of: stage.output, rows: tile.rows)
      case .scratch:
        output = window(stage.output, tile.rows)
        cost.writtenBytes += fileBytes(of: stage.output, rows: tile.rows)
      case .recomputed: break
      }
      walk.peak = 0
      bring(dependencies.roots, rows.steps[band], &walk)
      if band + 1 < tiles.count { fetch(rows.steps[band + 1], &walk) }
      var here =
        leaving + max(walk.peak, walk.bytes + (target.storage.isElsewhere ? output : 0))
      if target.storage == .memory { here += output }
      if target.storage == .scratch, network.fetchesAhead { leaving = output }
      if needsMoments {
        let moments = BlockMoments.byteCount(
          of: target.storedShape, block: block, rows: tile.rows)
        if network.backend.capabilities.usesHostMemory { here += moments }
        cost.hostBytes = max(cost.hostBytes, moments)
      }
      cost.peakBytes = max(cost.peakBytes, here + sources + working)
      if draft.rolls {
        sources = shrinking.reduce(0) { sum, map in
          let first = zip(dependencies.nodes, rows.read[band]).filter { $0.0.map == map }.map(\.1)
            .min()!
          return sum + bytes(of: map, rows: first..<draft.maps[map].shape.height)
        }
      }
    }
    cost.workSeconds =
      Double(target.region.size.pixels) * costs.secondsPerPixel[index] + walk.seconds
    cost.readBytes = walk.fileBytes
    cost.seconds = seconds(of: cost, bands: tiles.count)
    if network.backend.capabilities.usesHostMemory {
      cost.hostBytes = 0
      if target.storage == .memory, draft.rolls {
        cost.seconds += Double(target.byteCount) / costs.freshBytesPerSecond
      }
    } else {
      cost.hostBytes += network.backend.capabilities.hostWorkingBytes
      cost.busBytes = walk.hostBytes + cost.readBytes + cost.writtenBytes
      cost.seconds += Double(cost.busBytes) / costs.busBytesPerSecond
    }
    return cost
  }

  /// The time for computing and for the scratch file's transfers, in seconds. They overlap, except when the first band
  /// is read and the last one is written.
  private func seconds(of cost: StageCost, bands: Int) -> Double {
    let moving =
      Double(cost.readBytes) / costs.scratch.readBytesPerSecond
      + Double(cost.writtenBytes) / costs.scratch.writtenBytesPerSecond
    let computing = cost.workSeconds + Double(bands) * costs.secondsPerTile
    guard network.fetchesAhead else { return computing + moving }
    let slowed =
      computing + Double(cost.readBytes + cost.writtenBytes) * costs.scratch.lostSecondsPerByte
    return max(slowed, moving) + min(slowed, moving) / Double(bands)
  }

  private struct Walk {
    /// The size of each node's window, in bytes.
    var windows: [Int]
    /// The size of each node's window for the next band, which is filled meanwhile, in bytes.
    var arriving: [Int]
    var peak = 0
    /// The traffic from the scratch file, in bytes.
    var fileBytes = 0
    /// The traffic to and from the program's memory beside a backend with its own, in bytes.
    var hostBytes = 0
    var seconds = 0.0
    var bytes: Int { windows.reduce(0, +) + arriving.reduce(0, +) }

    init(nodes: Int) {
      windows = [Int](repeating: 0, count: nodes)
      arriving = windows
    }
  }

  private func fetch(_ steps: [Window.Step?], _ walk: inout Walk) {
    guard network.fetchesAhead else { return }
    for (node, place) in dependencies.nodes.enumerated() where place.storage == .scratch {
      if let step = steps[node] { walk.arriving[node] = window(place.map, step.rows) }
    }
  }

  private func bring(_ nodes: [Int], _ steps: [Window.Step?], _ walk: inout Walk) {
    for node in nodes {
      let place = dependencies.nodes[node]
      guard let step = steps[node] else { continue }
      if let stage = place.stage {
        bring(place.sources, steps, &walk)
        let tail = step.kept.isEmpty ? 0 : window(place.map, step.kept)
        walk.peak = max(walk.peak, walk.bytes + tail)
        walk.windows[node] = window(place.map, step.rows)
        walk.peak = max(walk.peak, walk.bytes + tail)
        walk.seconds +=
          Double(step.made.count * draft.maps[place.map].shape.width)
          * costs.secondsPerPixel[stage]
      } else {
        walk.arriving[node] = 0
        walk.windows[node] = window(place.map, step.rows)
        walk.peak = max(walk.peak, walk.bytes)
        switch place.storage {
        case .scratch: walk.fileBytes += fileBytes(of: place.map, rows: step.made)
        default: walk.hostBytes += bytes(of: place.map, rows: step.made)
        }
      }
    }
  }

  private func fileBytes(of map: MapIndex, rows: Range<Int>) -> Int {
    let planned = draft.maps[map]
    return network.backend.layout(of: planned.storedShape, planned.element)
      .map { ScratchRegion.byteCount(of: $0, rows: rows.count) } ?? planned.byteCount
  }

  /// The size of rows of a map that grows or shrinks, or lies in the program's memory beside the backend's, in bytes.
  private func bytes(of map: MapIndex, rows: Range<Int>) -> Int {
    let planned = draft.maps[map]
    guard let layout = network.backend.layout(of: planned.storedShape, planned.element) else {
      return planned.byteCount
    }
    return layout.planes * layout.rowBytes * rows.count
  }

  /// The size of a window that holds some rows of a map, in bytes.
  private func window(_ map: MapIndex, _ rows: Range<Int>) -> Int {
    let planned = draft.maps[map]
    return network.backend.byteCount(
      of: planned.shape, planned.element,
      region: network.window(rows, of: planned))
  }
}

extension Plan.Storage {
  /// Whether stages see a map's rows through windows, since the map is outside the backend's memory.
  var isElsewhere: Bool { self == .host || self == .scratch }
}

extension Tiling {
  /// Cuts a region into bands of `rows` whole rows; nil makes a single band.
  init(rows: Int?, of size: Size) {
    self.init(
      of: Region(size), tile: Size(height: rows ?? size.height, width: size.width))
  }
}
