package import Engine
internal import Files
package import ImageIO
package import Networks

extension Pipeline: RenderEstimates {
  var memoryBytes: Int { memory.total }

  /// What a reader may take, and where what it can't keep in memory goes.
  var limits: ImageLimits {
    var limits = options.limits
    limits.memoryBytes = min(limits.memoryBytes, memory.keptBytes)
    return limits
  }

  /// What pictures on their way may take together while one is painted, in bytes.
  func picturesBytes(_ batch: InFlightLimits) -> Int {
    let host = memory.forPictures(atMost: batch.picturesBytes)
    return memory.device.map { min(host, $0.forMaps() / 4) } ?? host
  }

  /// How a picture is rendered in the memory there is.
  ///
  /// A picture that fits beside others is rendered with everything in memory. One that doesn't gets all memory, and
  /// is alone for it.
  ///
  /// - Parameter admission: nil when the picture has the program for itself.
  func plan(_ request: RenderRequest, _ admission: Admission?) throws -> Plan {
    let question = PlanRequest(self, request)
    guard let admission else {
      let plan = try question.plan(question.bounded(planner))
      return plan.isWhole ? plan : try measured(plan, question)
    }
    var whole = try question.plan(planner)
    let need = need(question, whole, admission.limits)
    if !need.alone {
      whole.budget = budget(question, besideOthers: admission.limits)
      admission.wait(request.source.info, need)
      return whole
    }
    // Whether there is a plan at all is known before anything is waited for.
    let plan = try question.plan(question.bounded(planner))
    admission.wait(request.source.info, need)
    // What earlier pictures left is in the way of the decoder.
    (network.backend as? any MemoryPooling)?.expect(peak: 0, within: question.budget)
    // Nothing else is computed now, so that the speed can be measured.
    return plan.isWhole ? plan : try measured(plan, question)
  }

  /// The fastest plan, by speeds as they are measured here.
  ///
  /// - Parameter plan: one that would do.
  func measured(_ plan: Plan, _ question: PlanRequest) throws -> Plan {
    var planner = question.bounded(planner)
    planner.costs = try costs(for: plan)
    return try question.plan(planner)
  }

  /// How fast things go here; scratch files count where a plan needs one.
  private func costs(for plan: Plan) throws -> Costs {
    var costs = try speeds.costs(of: network, precision: planner.precision)
    if plan.scratchBytes > 0 {
      costs.scratch = try speeds.scratch(
        in: limits.scratchFolder.description, neededBytes: plan.scratchBytes)
    }
    return costs
  }

  /// What a picture takes that is painted with everything in memory, and whether others fit beside it.
  private func need(_ question: PlanRequest, _ whole: Plan, _ batch: InFlightLimits)
    -> MemoryRequest
  {
    let ends = [StagedNetwork.input, network.staged.output]
    let pictureBytes = question.kept + ends.reduce(0) { $0 + whole.maps[$1].byteCount }
    let fits =
      pictureBytes <= picturesBytes(batch)
      && whole.peakBytes <= budget(question, besideOthers: batch)
    return MemoryRequest(pictureBytes: pictureBytes, alone: !fits)
  }

  /// What is left for maps of a picture while others are decoded and encoded.
  private func budget(_ question: PlanRequest, besideOthers batch: InFlightLimits) -> Int {
    // Besides this one's, which the budget leaves out already.
    let coders = memory.device == nil ? (2 * batch.workers - 1) * question.coderBytes : 0
    return question.budget - picturesBytes(batch) - coders
  }

  /// The most that the whole program should have in memory while such a picture is painted among others
  /// of its size, in bytes.
  ///
  /// - Parameter count: of all of them.
  /// - Throws: what says that the memory is too little.
  func peakBytes(
    of info: ImageInfo, by writer: ImageWriter, count: Int, _ batch: InFlightLimits
  ) throws -> Int {
    let question = PlanRequest(self, info, by: writer)
    var whole = try question.plan(planner)
    let need = need(question, whole, batch)
    guard need.alone else {
      whole.budget = budget(question, besideOthers: batch)
      let others = min(2 * batch.workers, count - 1)
      let taken = min(others * need.pictureBytes, picturesBytes(batch))
      return peak(question, whole) + taken + others * question.coderBytes
    }
    return peak(question, try question.plan(question.bounded(planner)))
  }

  /// Of the whole program while a plan is carried out, with what is kept of maps for maps to come.
  func peak(_ question: PlanRequest, _ plan: Plan) -> Int {
    let maps = min(
      plan.peakBytes(keepingIdle: network.backend.capabilities.idleBytes), question.budget)
    return question.process(memory.device == nil ? maps : plan.hostBytes) - memory.allSlotsBytes
  }
}

/// What a plan is asked for.
package struct PlanRequest {
  package let info: ImageInfo
  /// Bytes for maps when the picture is alone, where they are computed.
  package let budget: Int
  /// Bytes for maps beside a device's memory; nil where that is the program's.
  package let hostBudget: Int?
  /// Bytes of the picture that are kept beside maps.
  package let kept: Int
  /// Bytes that its decoder or encoder takes.
  package let coderBytes: Int
  /// In which it is painted.
  package let size: Size
  /// What of the picture is kept aside while it is painted.
  private let keeping: MemoryBudget.Keeping
  private let own: Size
  private let memory: MemoryBudget
  private let scratchFolder: String
  private let input: Element
  private let output: Element

  init<B: Backend>(_ pipeline: Pipeline<B>, _ request: RenderRequest) {
    self.init(
      pipeline, request.source.info, by: request.writer,
      isHeld: !(request.source is any StreamedSource))
  }

  init<B: Backend>(
    _ pipeline: Pipeline<B>, _ info: ImageInfo, by writer: ImageWriter, isHeld: Bool = false
  ) {
    self.init(
      info, by: writer, isHeld: isHeld, size: pipeline.computedSize(info.size),
      grain: pipeline.settings.grain, memory: pipeline.memory, share: pipeline.share,
      scratchFolder: pipeline.limits.scratchFolder.description)
  }

  /// - Parameters:
  ///   - isHeld: whether the picture is in memory already, and what grain takes too.
  ///   - size: in which it is painted.
  ///   - share: the part of the memory of a device of its own that is used, 0…1.
  package init(
    _ info: ImageInfo, by writer: ImageWriter, isHeld: Bool = false, size: Size, grain: Grain,
    memory: MemoryBudget, share: Double = 1, scratchFolder: String
  ) {
    self.info = info
    (own, self.size, self.memory) = (info.size, size, memory)
    self.scratchFolder = scratchFolder
    (input, output) = (info.depth.element, writer.depth(for: info.depth).element)
    let (hasGrain, isResized) = (grain != .none && !isHeld, size != own)
    var workBytes = isResized ? Self.enlargingRows * own.width * GuidedUpsampling.bands * 2 : 0
    if hasGrain {
      workBytes += Grain.workBytes(width: size.width, depth: info.depth)
      if isResized { workBytes += Self.shrinkingRows * own.width * 3 * info.depth.bytes }
    }
    keeping = MemoryBudget.Keeping(photograph: isResized || hasGrain, workBytes: workBytes)
    kept = memory.kept(info, keeping)
    coderBytes = max(info.memory.bytes, writer.memory(for: info).bytes)
    let host = memory.forMaps(of: info, keeping, coderBytes: coderBytes)
    let device = memory.device.map { Int(Double($0.forMaps()) * share) }
    budget = device ?? host
    hostBudget = device == nil ? nil : host
  }

  /// What libvips holds, in rows of a painting's lines, while the painting is enlarged beside the encoder.
  private static let enlargingRows = 128
  /// What libvips holds, in rows of the photograph, while the clean photograph is made smaller once more
  /// beside the encoder. Measured: 5 MB with 2,500 columns of 8 bits, 9 MB with 5,000.
  private static let shrinkingRows = 640

  /// The planner, told what there is.
  package func bounded<B: Backend>(_ planner: Planner<B>) -> Planner<B> {
    var planner = planner
    (planner.budget, planner.hostBudget) = (budget, hostBudget)
    // The painting may go to the same disk, and what is kept aside of the photograph.
    let others = own.pixels * 3 * output.byteCount + memory.keptInScratch(info, keeping)
    planner.scratchBudget = ScratchFile.freeBytes(in: scratchFolder).map { max($0 - others, 0) }
    return planner
  }

  /// - Throws: errors that speak of all memory where the engine speaks of maps alone.
  package func plan<B: Backend>(_ planner: Planner<B>) throws -> Plan {
    do {
      return try planner.plan(for: size, input: input, output: output)
    } catch EngineError.budgetTooSmall(let least, let given) where given == budget {
      guard let device = deviceBytes(of: least) else { throw tooSmall(forMaps: least) }
      throw EngineError.budgetTooSmall(
        leastBytes: device.taken, budgetBytes: device.total - device.withheld)
    } catch EngineError.budgetTooSmall(let least, _) {
      throw tooSmall(forMaps: least)
    }
  }

  private func tooSmall(forMaps least: Int) -> EngineError {
    .budgetTooSmall(
      leastBytes: memory.total(forMaps: least, of: info, keeping, coderBytes: coderBytes),
      budgetBytes: memory.given)
  }

  /// What the whole process takes when maps take this of its memory.
  package func process(_ mapBytes: Int) -> Int { memory.total - (hostBudget ?? budget) + mapBytes }

  /// The memory of a device that has its own, in bytes: what is taken of it when maps take so much, all that may be
  /// taken, and how much of that is withheld because the device refused to give it.
  package func deviceBytes(of mapBytes: Int) -> (taken: Int, total: Int, withheld: Int)? {
    memory.device.map { device in
      let forMaps = device.forMaps()
      return (device.total - forMaps + mapBytes, device.total, forMaps - budget)
    }
  }
}
