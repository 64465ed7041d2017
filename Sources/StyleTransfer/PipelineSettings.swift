internal import Engine
internal import Files
internal import ImageIO
internal import Networks

/// What one style does to a picture: the network's part of it and what comes after.
struct PipelineSettings: Sendable {
  var style: StyleVectors
  var strokeSize: StrokeSize
  /// What the style's pack recommends, the longer side in pixels.
  var workingSize: Int?
  /// The noise that the picture gets before the network sees it.
  var grain: Grain
  var postProcessing: PostProcessing
}

extension Pipeline {
  /// The same pipeline with what a device needs that failed before.
  func at(_ fallback: FallbackLevel) -> Pipeline {
    var pipeline = self
    pipeline.share = fallback.share
    if fallback.isSingle { pipeline.options.precision = .single }
    return pipeline
  }

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
    let (source, depth) = (request.source, request.depth)
    guard !source.isHeld, map.shape.size == source.info.size, settings.grain == .none else {
      return try source.decode(depth, limits)
    }
    let alpha = try source.stream(depth, limits) { rows, bytes in try map.write(bytes, rows: rows) }
    return SourceImage(rows: ImageRows(of: map), alpha: alpha, isInMap: true)
  }

  /// A planner that has all memory there is.
  var planner: Planner<B> {
    Planner(
      network, precision: options.precision == .half ? .float16 : .float32,
      tileEdge: options.tileEdge)
  }
}
