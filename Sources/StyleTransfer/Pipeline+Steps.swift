internal import Engine
internal import Files
internal import ImageIO
internal import Networks

extension Pipeline {
  /// The same pipeline with what a device needs that failed before.
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

  /// A file for what a plan doesn't keep in memory; nil when it keeps everything.
  func makeScratchFile(_ plan: Plan) throws -> ScratchFile? {
    guard plan.scratchBytes > 0 else { return nil }
    return try ScratchFile(
      in: limits.scratchFolder.description, neededBytes: plan.scratchBytes)
  }

  /// Decodes straight into the network's input where that is the picture itself; otherwise the picture is kept, to
  /// be resized now and laid beside the result later.
  func decode(_ request: RenderRequest, into map: StoredMap<B>) throws -> SourceImage {
    guard let source = request.source as? any StreamedSource,
      map.shape.size == source.info.size, settings.grain == .none
    else { return try request.source.decode(request.depth, limits) }
    let alpha = try source.stream(request.depth, limits) { try map.write($1, rows: $0) }
    return SourceImage(rows: ImageRows(of: map), alpha: alpha, isInMap: true)
  }

  /// A planner that has all memory there is.
  var planner: Planner<B> {
    Planner(
      network, precision: options.precision == .half ? .float16 : .float32,
      tileEdge: options.tileEdge)
  }
}
