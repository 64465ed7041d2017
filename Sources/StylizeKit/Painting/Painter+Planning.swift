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
    let host = memory.forPictures(atMost: batch.picturesBytes)
    return memory.device.map { min(host, $0() / 4) } ?? host
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
    let question = PlanQuestion(self, reader.info, writtenIn: depth)
    let whole = try question.plan(planner)
    let ends = [StagedNetwork.input, network.staged.output]
    var need = Need(
      pictureBytes: question.kept + ends.reduce(0) { $0 + whole.maps[$1].byteCount }, alone: false)
    let others = picturesBytes(batch)
    // Besides this one's, which the budget leaves out already.
    let decoders =
      memory.device == nil ? (2 * batch.workers - 1) * memory.rows(of: reader.info) : 0
    if need.pictureBytes <= others, whole.peakBytes <= question.budget - others - decoders {
      admit(need)
      return whole
    }
    // Whether there is a plan at all is known before anything is waited for.
    var planner = question.bounded(planner)
    let plan = try question.plan(planner)
    need.alone = true
    admit(need)
    guard !plan.isWhole else { return plan }
    // Nothing else is computed now, so that the speed can be measured.
    planner.costs = try Calibration.measure(network, precision: planner.precision)
    return try question.plan(planner)
  }
}

/// What a plan is asked for.
struct PlanQuestion {
  /// Bytes for maps when the picture is alone, where they are computed.
  let budget: Int
  /// Bytes for maps beside a device's memory; nil where that is the program's.
  let hostBudget: Int?
  /// Bytes of the picture that are kept beside maps.
  let kept: Int
  /// In which it is painted.
  let size: Size
  private let total: Int
  private let input: Element
  private let output: Element

  init<B: Backend>(_ painter: Painter<B>, _ info: PictureInfo, writtenIn depth: PictureDepth) {
    let own = Size(height: info.height, width: info.width)
    size = painter.computedSize(own)
    (input, output) = (info.depth.element, depth.element)
    kept = painter.memory.kept(info, isResized: size != own)
    let host = painter.memory.forMaps(of: info, isResized: size != own)
    if let device = painter.memory.device?() {
      (budget, hostBudget) = (Int(Double(device) * painter.share), host)
      total = budget
    } else {
      (budget, hostBudget) = (host, nil)
      total = painter.memory.total
    }
  }

  /// The planner, told what there is.
  func bounded<B: Backend>(_ planner: Planner<B>) -> Planner<B> {
    var planner = planner
    planner.budget = budget
    return planner
  }

  /// - Throws: errors that speak of the whole process where the engine speaks of maps alone.
  func plan<B: Backend>(_ planner: Planner<B>) throws -> Plan {
    do {
      return try planner.plan(for: size, input: input, output: output)
    } catch EngineError.budgetTooSmall(let least, _) {
      throw EngineError.budgetTooSmall(leastBytes: process(least), budgetBytes: total)
    }
  }

  /// What all takes that is counted when maps take this: the whole process, or a device's maps.
  func process(_ mapBytes: Int) -> Int { total - budget + mapBytes }
}
