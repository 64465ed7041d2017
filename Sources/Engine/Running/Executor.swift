package import Networks

/// Runs a network on a picture as a plan says.
package struct Executor<B: Backend>: Sendable {
  package var network: PreparedNetwork<B>

  package init(_ network: PreparedNetwork<B>) {
    self.network = network
  }

  /// Computes stage by stage, tile by tile; between stages, block moments become the statistics of
  /// the whole picture.
  ///
  /// - Parameters:
  ///   - photograph: (3, H, W), made by ``PreparedNetwork/makeInput(_:scratch:)``.
  ///   - scratch: the scratch file, for a plan that needs one.
  ///   - progress: called after each tile with the fraction done, 0…1; returns false to stop.
  /// - Returns: the painting, (3, H, W).
  /// - Throws: ``EngineError``, and `NetworkError` when the style has other norms than the network.
  package func run(
    _ photograph: StoredMap<B>, style: StyleVectors, plan: Plan, scratch: ScratchFile? = nil,
    progress: (Double) -> Bool = { _ in true }
  ) throws -> StoredMap<B> {
    let staged = network.staged
    try style.validate(for: staged.norms)
    // Discards the faults of a picture that was given up.
    try network.backend.finish()
    _ = (network.backend as? any ResultWatching)?.takeFaults()
    let pool = network.backend as? any MemoryPooling
    pool?.expect(peak: plan.peakBytes, within: plan.isWhole ? plan.budget : plan.peakBytes)
    defer { pool?.expect(peak: 0, within: nil) }
    var work = WorkDone(network, plan)
    var table = MapTable<B>(maps: [StagedNetwork.input: photograph])

    for (index, stage) in staged.stages.enumerated() where plan.runs(stage) {
      let run = StageRun(index, of: network, plan, scratch)
      let moments = try run.run(&table) { made in
        work.add(made)
        guard progress(work.fraction) else { throw EngineError.cancelled }
      }
      if let moments {
        guard moments.allSatisfy(\.isFinite) else {
          throw EngineError.notFinite(stage: stage.name)
        }
        if let norm = stage.norm {
          table.affines[stage.output] = ChannelAffine(norm, style.norms[norm.name]!, moments)
        }
        if stage.output == staged.output, moments.allSatisfy({ $0.variance == 0 }),
          try !isConstant(photograph)
        {
          throw EngineError.constantOutput
        }
      }
      for (map, planned) in plan.maps.enumerated() where planned.lastReader == index {
        table.maps[map] = nil
      }
    }
    return table.maps[staged.output]!
  }

  /// Runs a plan that keeps photograph and painting in the backend's memory.
  package func run(
    _ photograph: B.Map, style: StyleVectors, plan: Plan,
    progress: (Double) -> Bool = { _ in true }
  ) throws -> B.Map {
    try run(
      StoredMap(photograph, on: network.backend), style: style, plan: plan, progress: progress
    ).memory!
  }

  private func isConstant(_ picture: StoredMap<B>) throws -> Bool {
    let pixelBytes = picture.shape.channels * picture.element.byteCount
    var row = [UInt8](repeating: 0, count: picture.shape.width * pixelBytes)
    var pixel: [UInt8]?
    for index in 0..<picture.shape.height {
      try row.withUnsafeMutableBytes { try picture.read(rows: index..<index + 1, into: $0) }
      let first = pixel ?? Array(row.prefix(pixelBytes))
      pixel = first
      guard row.indices.allSatisfy({ row[$0] == first[$0 % pixelBytes] }) else { return false }
    }
    return true
  }
}

extension PreparedNetwork {
  /// Makes the map in which a plan expects the photograph.
  ///
  /// - Throws: ``EngineError``.
  package func makeInput(_ plan: Plan, scratch: ScratchFile? = nil) throws -> StoredMap<B> {
    try StoredMap(plan.maps[StagedNetwork.input], on: backend, rolls: false, scratch: scratch)
  }
}

/// The maps that exist at a point of a run, and the scale and shift by which those with statistics
/// are read.
struct MapTable<B: Backend> {
  var maps: [MapIndex: StoredMap<B>]
  var affines: [MapIndex: ChannelAffine] = [:]
}
