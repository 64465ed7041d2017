internal import Engine
internal import Files
internal import ImageIO
internal import Networks

extension Pipeline {
  /// Paints a photograph, which has the program for itself, and shrinks the painting.
  ///
  /// - Parameters:
  ///   - style: in place of the pipeline's own.
  ///   - grain: in place of the pipeline's own.
  ///   - postProcessing: in place of the pipeline's own.
  /// - Returns: the preview, which needs the device no more.
  /// - Throws: `NetworkError`, `EngineError`, `ImageError`.
  func paint(
    _ preview: PreviewSource, in style: StyleVectors, _ grain: Grain,
    _ postProcessing: PostProcessing
  ) throws
    -> ImageRows
  {
    let plan = try plan(for: preview.info)
    let scratch =
      try plan.scratchBytes > 0
      ? ScratchFile(in: limits.scratchFolder.description, neededBytes: plan.scratchBytes) : nil
    let map = try network.makeInput(plan, scratch: scratch)
    let small = try preview.rows(at: map.shape.size)
    try small.grained(grain).write(to: map)
    let painting = try Executor(network).run(map, style: style, plan: plan, scratch: scratch)
    return try preview.kept(
      postProcessing.apply(ImageRows(of: painting), from: small, over: preview.rows()))
  }

  private func plan(for info: ImageInfo) throws -> Plan {
    // It is kept as it is; PPM's encoder holds nothing.
    let writer = ImageWriter(format: try ImageFormat(suffix: "ppm"), depth: .eight)
    // What grain needs is held by the preview already.
    var pipeline = self
    pipeline.grain = .none
    let question = PlanRequest(pipeline, info, by: writer)
    let plan = try question.plan(question.bounded(planner))
    return plan.isWhole ? plan : try measured(plan, question)
  }
}
