internal import Engine
internal import Images
internal import Networks

extension Painter {
  /// Paints a photograph, which has the program for itself, and shrinks the painting.
  ///
  /// - Parameters:
  ///   - style: in place of the painter's own.
  ///   - finish: in place of the painter's own.
  /// - Returns: the preview, which needs the device no more.
  /// - Throws: `NetworkError`, `EngineError`, `ImageError`.
  func paint(_ preview: Preview, in style: StyleVectors, _ finish: Finish) throws -> PictureRows {
    let plan = try plan(for: preview.info)
    let scratch =
      try plan.scratchBytes > 0
      ? ScratchFile(in: limits.scratchFolder.description, neededBytes: plan.scratchBytes) : nil
    let map = try network.makeInput(plan, scratch: scratch)
    try preview.rows(at: map.shape.size).write(to: map)
    let painting = try Executor(network).paint(map, style: style, plan: plan, scratch: scratch)
    return try preview.kept(
      finish.finish(
        PictureRows(of: painting), from: PictureRows(of: map), over: preview.rows()))
  }

  private func plan(for info: PictureInfo) throws -> Plan {
    // It is kept as it is; PPM's encoder holds nothing.
    let writer = PictureWriter(format: try PictureFormat(suffix: "ppm"), depth: .eight)
    let question = PlanQuestion(self, info, by: writer)
    let plan = try question.plan(question.bounded(planner))
    return plan.isWhole ? plan : try measured(plan, question)
  }
}
