public import Networks

/// Takes a picture through a network as a plan says.
public struct Executor<B: Backend>: Sendable {
  public var network: PreparedNetwork<B>

  public init(_ network: PreparedNetwork<B>) {
    self.network = network
  }

  /// Computes stage by stage, tile by tile; between stages, block moments become the statistics of
  /// the whole picture.
  ///
  /// - Parameters:
  ///   - photograph: (3, H, W), as the plan's first map says.
  ///   - progress: told the fraction done, 0…1, after each tile; returns false to stop.
  /// - Returns: the painting, (3, H, W).
  /// - Throws: ``EngineError``, and `NetworkError` when the style has other norms than the network.
  public func paint(
    _ photograph: B.Map, style: StyleVectors, plan: Plan,
    progress: (Double) -> Bool = { _ in true }
  ) throws -> B.Map {
    let (staged, backend) = (network.staged, network.backend)
    try style.validate(for: staged.norms)
    var work = WorkDone(staged, plan)
    var maps: [MapIndex: B.Map] = [StagedNetwork.input: photograph]
    var affines: [MapIndex: ChannelAffine] = [:]

    for (index, stage) in staged.stages.enumerated() {
      let target = plan.maps[stage.output]
      let output = try backend.makeMap(target.shape, target.element, region: target.region)
      let source = stage.source.map { term in
        Operand(
          map: maps[term.map]!, affine: term.norm == nil ? nil : affines[term.map],
          activation: term.activation)
      }
      let isLast = stage.output == staged.output
      let kernel = network.kernels[index]
      let moments =
        stage.norm != nil || isLast
        ? BlockMoments(
          of: Shape(channels: target.shape.channels, size: target.region.size),
          block: kernel.block(for: source[0].map.shape.size)) : nil

      for tile in plan.tilings[index] {
        try backend.run(kernel, tile: tile, from: source, to: output, moments: moments)
        guard progress(work.add(tile, of: stage)) else { throw EngineError.cancelled }
      }
      try backend.finish()

      if let pooled = moments?.pooled() {
        guard pooled.allSatisfy(\.isFinite) else {
          throw EngineError.notFinite(stage: stage.name)
        }
        if let norm = stage.norm {
          affines[stage.output] = ChannelAffine(norm, style.norms[norm.name]!, pooled)
        }
        if isLast, pooled.allSatisfy({ $0.variance == 0 }), try !isConstant(photograph) {
          throw EngineError.constantOutput
        }
      }
      maps[stage.output] = output
      for (map, planned) in plan.maps.enumerated() where planned.lastReader == index {
        if map != StagedNetwork.input { maps[map] = nil }
      }
    }
    return maps[staged.output]!
  }

  private func isConstant(_ picture: B.Map) throws -> Bool {
    let pixelBytes = picture.shape.channels * picture.element.byteCount
    var row = [UInt8](repeating: 0, count: picture.shape.width * pixelBytes)
    var pixel: [UInt8]?
    for index in 0..<picture.shape.height {
      try row.withUnsafeMutableBytes {
        try network.backend.read(rows: index..<index + 1, from: picture, into: $0)
      }
      let first = pixel ?? Array(row.prefix(pixelBytes))
      pixel = first
      guard row.indices.allSatisfy({ row[$0] == first[$0 % pixelBytes] }) else { return false }
    }
    return true
  }
}

/// How much of a picture is done, by multiply-adds.
private struct WorkDone {
  private var done = 0.0
  private let total: Double

  init(_ network: StagedNetwork, _ plan: Plan) {
    total = network.stages.reduce(0) {
      $0 + Self.work(Region(plan.maps[$1.output].region.size), of: $1)
    }
  }

  mutating func add(_ tile: Region, of stage: Stage) -> Double {
    done += Self.work(tile, of: stage)
    return done / total
  }

  /// A stage without a convolution costs about as much as a small one.
  private static func work(_ region: Region, of stage: Stage) -> Double {
    Double(region.size.pixels) * Double(max(stage.multiplyAdds, 64))
  }
}
