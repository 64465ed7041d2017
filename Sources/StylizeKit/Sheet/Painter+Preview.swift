internal import Engine
internal import Images
internal import Networks

extension Painter {
  /// Paints a photograph, which has the program for itself, and shrinks the painting.
  ///
  /// - Parameters:
  ///   - style: in place of the painter's own.
  ///   - grain: in place of the painter's own.
  ///   - finish: in place of the painter's own.
  /// - Returns: the preview, which needs the device no more.
  /// - Throws: `NetworkError`, `EngineError`, `ImageError`.
  func paint(_ preview: Preview, in style: StyleVectors, _ grain: Grain, _ finish: Finish) throws
    -> PictureRows
  {
    let plan = try plan(for: preview.info)
    let scratch =
      try plan.scratchBytes > 0
      ? ScratchFile(in: limits.scratchFolder.description, neededBytes: plan.scratchBytes) : nil
    let map = try network.makeInput(plan, scratch: scratch)
    let small = try preview.rows(at: map.shape.size)
    try small.grained(grain).write(to: map)
    let painting = try Executor(network).paint(map, style: style, plan: plan, scratch: scratch)
    return try preview.kept(
      finish.finish(PictureRows(of: painting), from: small, over: preview.rows()))
  }

  private func plan(for info: PictureInfo) throws -> Plan {
    // It is kept as it is; PPM's encoder holds nothing.
    let writer = PictureWriter(format: try PictureFormat(suffix: "ppm"), depth: .eight)
    // What grain needs is held by the preview already.
    var painter = self
    painter.grain = .none
    let question = PlanQuestion(painter, info, by: writer)
    let plan = try question.plan(question.bounded(planner))
    return plan.isWhole ? plan : try measured(plan, question)
  }
}
