internal import Engine
internal import Images
internal import Networks

extension Painter {
  /// What a reader may take, and where what it can't keep in memory goes.
  var limits: PictureLimits {
    var limits = options.limits
    limits.memoryBytes = min(limits.memoryBytes, memory.keptBytes)
    return limits
  }

  /// What pictures on their way may take together while one is painted, in bytes.
  func picturesBytes(_ batch: BatchOptions) -> Int {
    memory.forPictures(atMost: batch.picturesBytes)
  }

  /// Without regard to memory.
  var planner: Planner<B> {
    Planner(
      network, precision: options.precision == .half ? .float16 : .float32,
      tileEdge: options.tileEdge)
  }

  /// How a photograph is painted in the memory there is.
  ///
  /// A picture that fits beside others is painted with everything in memory. One that doesn't gets
  /// all memory, and is alone for it.
  ///
  /// - Parameter admit: told what it needs; may wait.
  func plan(
    for reader: PictureReader, writtenIn depth: PictureDepth, _ batch: BatchOptions,
    admit: (Need) -> Void
  ) throws -> Plan {
    let info = reader.info
    let size = strokeSize.workingSize(for: reader.size, recommended: workingSize)
    let (input, output) = (info.depth.element, depth.element)
    let whole = try planner.plan(for: size, input: input, output: output)
    let ends = [StagedNetwork.input, network.staged.output]
    let need = Need(pictureBytes: ends.reduce(0) { $0 + whole.maps[$1].byteCount }, alone: false)
    let others = picturesBytes(batch)
    if need.pictureBytes <= others,
      whole.peakBytes <= memory.forMapsAmongOthers(of: info, pictures: others)
    {
      admit(need)
      return whole
    }
    do {
      // Whether there is a plan at all is known before anything is waited for.
      var planner = planner
      planner.budget = memory.forMaps(of: info)
      let plan = try planner.plan(for: size, input: input, output: output)
      admit(Need(pictureBytes: need.pictureBytes, alone: true))
      guard plan.rolls || plan.scratchBytes > 0 || plan.recomputeFactor > 1 else { return plan }
      // Nothing else is computed now, so that the speed can be measured.
      planner.costs = try Calibration.measure(
        network, precision: planner.precision)
      return try planner.plan(for: size, input: input, output: output)
    } catch {
      throw memory.whole(error, for: info)
    }
  }
}
