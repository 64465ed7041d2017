internal import Networks

/// One stage run over the whole picture, tile by tile.
struct StageRun<B: Backend> {
  private let index: Int
  private let network: PreparedNetwork<B>
  private let plan: Plan
  private let scratch: ScratchFile?

  init(_ index: Int, of network: PreparedNetwork<B>, _ plan: Plan, _ scratch: ScratchFile?) {
    (self.index, self.network, self.plan, self.scratch) = (index, network, plan, scratch)
  }

  private var stage: Stage { network.staged.stages[index] }
  private var kernel: B.Kernel { network.kernels[index] }
  private var backend: B { network.backend }

  /// Computes the stage's output.
  ///
  /// - Parameter made: called after every tile with its work.
  /// - Returns: the statistics of the output, where somebody needs them.
  func run(_ table: inout MapTable<B>, made: (Double) throws -> Void) throws -> [Moments]? {
    let target = plan.maps[stage.output]
    let output =
      target.storage == .recomputed
      ? nil : try StoredMap(target, on: backend, rolls: plan.rolls, scratch: scratch)
    let needsMoments = network.takesMoments(stage)
    let tiling = plan.tilings[index]
    let inBands = tiling.tile.width >= tiling.region.columns.count
    let tiles = Array(tiling)
    let block = kernel.block(for: plan.maps[stage.source[0].map].shape.size)
    var pool = PooledMoments(channels: target.shape.channels)
    var blocks: BlockMoments?
    let provider = InputProvider(index, of: network, plan, tiles: tiles.map(\.rows), table)
    // The last band on its way to the scratch file.
    var leaving: (window: B.Map, transfer: Transfer)?
    defer { try? leaving?.transfer.wait() }

    for (band, tile) in tiles.enumerated() {
      let source = try provider.operands(for: inBands ? band : 0)
      let window = try output.flatMap { output in
        try output.memory
          ?? backend.makeMap(
            target.shape, target.element, region: network.window(tile.rows, of: target))
      }
      if needsMoments, inBands || blocks == nil {
        blocks = BlockMoments(
          of: target.storedShape, block: block, rows: inBands ? tile.rows : nil)
      }
      try backend.run(kernel, tile: tile, from: source, to: window, moments: blocks)
      if inBands {
        try finish()
        if let blocks { pool.add(blocks) }
        // Before the next band's are made.
        blocks = nil
        try leaving?.transfer.wait()
        leaving = nil
        if let window, let transfer = try output?.keep(tile.rows, of: window) {
          leaving = (window, transfer)
        }
        provider.release(after: band)
      }
      try made(WorkDone.work(tile.size.pixels, of: stage))
    }
    try leaving?.transfer.wait()
    leaving = nil
    try finish()
    if !inBands, let blocks { pool.add(blocks) }
    table.maps[stage.output] = output
    return needsMoments ? pool.moments : nil
  }

  /// Waits for the backend and checks its results.
  ///
  /// - Throws: ``EngineError`` when this stage, or one whose rows were recomputed for it, computed invalid values.
  private func finish() throws {
    try backend.finish()
    guard let faults = (backend as? any ResultWatching)?.takeFaults() else { return }
    guard faults.notFinite == 0 else { throw EngineError.notFinite(stage: stage.name) }
    guard faults.saturated == 0 else { throw EngineError.saturated(stage: stage.name) }
  }
}
