internal import Engine
internal import Files
internal import ImageIO
internal import Networks

extension Pipeline {
  /// This pipeline adapted to a device that failed before: with less of its memory or in single precision.
  func at(_ fallback: FallbackLevel) -> Pipeline {
    var pipeline = self
    pipeline.share = fallback.share
    if fallback.isSingle { pipeline.options.precision = .single }
    return pipeline
  }

  /// Runs the network, stage by stage.
  func run(_ input: NetworkInput<B>, progress: (Double) -> Bool) throws -> StoredMap<B> {
    try Executor(network).run(
      input.map, style: settings.style, plan: input.plan, scratch: input.scratch,
      progress: progress)
  }

  /// Makes the file for the maps that a plan doesn't keep in memory; nil when it keeps all of them.
  func makeScratchFile(_ plan: Plan) throws -> ScratchFile? {
    guard plan.scratchBytes > 0 else { return nil }
    return try ScratchFile(
      in: limits.scratchFolder.description, neededBytes: plan.scratchBytes)
  }

  /// Decodes straight into the network's input where that equals the picture. Otherwise keeps the picture, to be
  /// resized now and combined with the result later.
  func decode(_ request: RenderRequest, into map: StoredMap<B>) throws -> SourceImage {
    guard let source = request.source as? any StreamedSource,
      map.shape.size == source.info.size, settings.grain == .none
    else { return try request.source.decode(request.depth, limits) }
    let alpha = try source.stream(request.depth, limits) { try map.write($1, rows: $0) }
    return SourceImage(rows: ImageRows(of: map), alpha: alpha, isInMap: true)
  }

  /// A planner without a memory limit.
  var planner: Planner<B> {
    Planner(
      network, precision: options.precision == .half ? .float16 : .float32,
      tileEdge: options.tileEdge)
  }
}
