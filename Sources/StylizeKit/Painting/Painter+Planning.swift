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
    return memory.device.map { min(host, $0.forMaps() / 4) } ?? host
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
  private let memory: MemoryBudget
  private let input: Element
  private let output: Element

  init<B: Backend>(_ painter: Painter<B>, _ info: PictureInfo, writtenIn depth: PictureDepth) {
    let own = Size(height: info.height, width: info.width)
    size = painter.computedSize(own)
    (input, output) = (info.depth.element, depth.element)
    memory = painter.memory
    kept = memory.kept(info, isResized: size != own)
    let host = memory.forMaps(of: info, isResized: size != own)
    let device = memory.device.map { Int(Double($0.forMaps()) * painter.share) }
    budget = device ?? host
    hostBudget = device == nil ? nil : host
  }

  /// The planner, told what there is.
  func bounded<B: Backend>(_ planner: Planner<B>) -> Planner<B> {
    var planner = planner
    (planner.budget, planner.hostBudget) = (budget, hostBudget)
    return planner
  }

  /// - Throws: errors that speak of all memory where the engine speaks of maps alone.
  func plan<B: Backend>(_ planner: Planner<B>) throws -> Plan {
    do {
      return try planner.plan(for: size, input: input, output: output)
    } catch EngineError.budgetTooSmall(let least, let given) where given == budget {
      let (least, total) = deviceBytes(of: least) ?? (process(least), memory.total)
      throw EngineError.budgetTooSmall(leastBytes: least, budgetBytes: total)
    } catch EngineError.budgetTooSmall(let least, _) {
      throw EngineError.budgetTooSmall(leastBytes: process(least), budgetBytes: memory.total)
    }
  }

  /// What the whole process takes when maps take this of its memory.
  func process(_ mapBytes: Int) -> Int { memory.total - (hostBudget ?? budget) + mapBytes }

  /// What a device with memory of its own gives when maps take this of it, and what it may give.
  func deviceBytes(of mapBytes: Int) -> (taken: Int, total: Int)? {
    memory.device.map { ($0.total - budget + mapBytes, $0.total) }
  }
}
