internal import Networks

/// Provides the inputs of a stage, band by band: stored maps as they are, rows of scratch files, and recomputed maps.
final class InputProvider<B: Backend> {
  private let network: PreparedNetwork<B>
  private let plan: Plan
  private let table: MapTable<B>
  private let stage: Int
  private let dependencies: InputDependencies
  private let rows: InputRows
  /// The windows that are filled now, by node.
  private var windows: [B.Map?]
  /// The next band's windows and their transfers from the scratch file, by node.
  private var arriving: [(window: B.Map, transfer: Transfer)?]
  private var released: [MapIndex: Int] = [:]

  init(
    _ stage: Int, of network: PreparedNetwork<B>, _ plan: Plan, tiles: [Range<Int>],
    _ table: MapTable<B>
  ) {
    (self.stage, self.network, self.plan, self.table) = (stage, network, plan, table)
    dependencies = InputDependencies(of: stage, in: network.staged, plan.maps)
    rows = InputRows(
      dependencies, of: stage, bands: tiles, in: network.staged, plan.maps,
      blockRows: network.blockRows(plan.maps), keeps: network.keepsRows(plan.maps))
    windows = Array(repeating: nil, count: dependencies.nodes.count)
    arriving = Array(repeating: nil, count: dependencies.nodes.count)
  }

  deinit { for node in arriving { try? node?.transfer.wait() } }

  /// The operands that the stage reads for a band.
  func operands(for band: Int) throws -> [Operand<B.Map>] {
    if band == 0 { try fetch(0) }
    let operands = try operands(of: stage, dependencies.roots, band)
    try fetch(band + 1)
    return operands
  }

  /// Releases the rows that no later band reads.
  func release(after band: Int) {
    guard plan.rolls else { return }
    var ends: [MapIndex: Int] = [:]
    for (node, end) in zip(dependencies.nodes, rows.read[band]) where node.storage == .memory {
      ends[node.map] = min(ends[node.map] ?? .max, end)
    }
    for (map, end) in ends where plan.maps[map].lastReader == stage {
      let start = released[map] ?? 0
      guard map != StagedNetwork.input, end > start, let memory = table.maps[map]?.memory else {
        continue
      }
      (memory as? any RollingMap)?.release(rows: start..<end)
      released[map] = end
    }
  }

  private func operands(of stage: Int, _ nodes: [Int], _ band: Int) throws -> [Operand<B.Map>] {
    try zip(network.staged.stages[stage].source, nodes).map { term, node in
      Operand(
        map: try bring(node, band), affine: term.norm == nil ? nil : table.affines[term.map],
        activation: term.activation)
    }
  }

  private func bring(_ node: Int, _ band: Int) throws -> B.Map {
    let place = dependencies.nodes[node]
    if place.storage == .memory { return table.maps[place.map]!.memory! }
    guard let step = rows.steps[band][node] else { return windows[node]! }
    if let stage = place.stage {
      try makeAgain(node, stage, step, band)
    } else if let (window, transfer) = arriving[node] {
      arriving[node] = nil
      try transfer.wait()
      windows[node] = window
    } else if let stored = table.maps[place.map] {
      windows[node] = nil
      let window = try makeWindow(place.map, step.rows)
      try stored.fill(window, rows: step.rows)?.wait()
      windows[node] = window
    }
    return windows[node]!
  }

  private func makeAgain(_ node: Int, _ stage: Int, _ step: Window.Step, _ band: Int) throws {
    let backend = network.backend
    let map = dependencies.nodes[node].map
    let source = try operands(of: stage, dependencies.nodes[node].sources, band)
    // The rows that are kept go through a small map of their own, so that old and new window need
    // not be there at once.
    var kept: B.Map?
    if !step.kept.isEmpty, let window = windows[node] {
      let tail = try makeWindow(map, step.kept)
      try backend.copy(step.kept, from: window, to: tail)
      try backend.finish()
      kept = tail
    }
    windows[node] = nil
    let window = try makeWindow(map, step.rows)
    if let kept { try backend.copy(step.kept, from: kept, to: window) }
    let columns = 0..<plan.maps[map].shape.width
    try backend.run(
      network.kernels[stage], tile: Region(rows: step.made, columns: columns), from: source,
      to: window, moments: nil)
    windows[node] = window
  }

  private func makeWindow(_ map: MapIndex, _ rows: Range<Int>) throws -> B.Map {
    let planned = plan.maps[map]
    return try network.backend.makeMap(
      planned.shape, planned.element, region: network.window(rows, of: planned))
  }

  /// Starts to read a band's rows from the scratch file while the band before is computed.
  private func fetch(_ band: Int) throws {
    guard network.fetchesAhead, rows.steps.indices.contains(band) else { return }
    for (node, step) in rows.steps[band].enumerated()
    where dependencies.nodes[node].storage == .scratch && arriving[node] == nil {
      let map = dependencies.nodes[node].map
      guard let step, let stored = table.maps[map] else { continue }
      let window = try makeWindow(map, step.rows)
      if let transfer = try stored.fill(window, rows: step.rows) {
        arriving[node] = (window, transfer)
      }
    }
  }
}

extension PreparedNetwork {
  /// The height of a block of each stage, in rows.
  func blockRows(_ maps: [Plan.Map]) -> [Int] {
    zip(staged.stages, kernels).map { stage, kernel in
      kernel.block(for: maps[stage.source[0].map].shape.size).height
    }
  }

  /// Whether rows of every map can be copied.
  func keepsRows(_ maps: [Plan.Map]) -> Bool {
    maps.allSatisfy { backend.layout(of: $0.shape, $0.element) != nil }
  }

  /// The region of a window onto rows of a map that is not in memory as a whole. Windows of a scratch file are as wide
  /// as its blocks, so that rows move without being copied.
  func window(_ rows: Range<Int>, of map: Plan.Map) -> Region {
    let columns = map.region.columns
    guard map.storage == .scratch, fetchesAhead,
      let layout = backend.layout(of: map.storedShape, map.element)
    else { return Region(rows: rows, columns: columns) }
    let pixelBytes = layout.rowBytes / columns.count
    let stride = ScratchSpace.rounded(layout.rowBytes)
    let count = stride % pixelBytes == 0 ? stride / pixelBytes : columns.count
    return Region(
      rows: rows, columns: columns.lowerBound..<columns.lowerBound + count)
  }

  /// Whether the scratch file is read and written while stages are computed. A backend with a memory of its own copies
  /// and computes on one thread at a time.
  var fetchesAhead: Bool { backend.capabilities.usesHostMemory }
}
