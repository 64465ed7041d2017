package import Engine
internal import Files
package import ImageIO
package import Networks

extension Pipeline: RenderEstimates {
  var memoryBytes: Int { memory.total }

  /// The memory limits of a reader, and the scratch folder for what it can't keep in memory.
  var limits: ImageLimits {
    var limits = options.limits
    limits.memoryBytes = min(limits.memoryBytes, memory.keptBytes)
    return limits
  }

  /// The memory that pictures on their way may take together while one is computed, in bytes.
  func picturesBytes(_ batch: InFlightLimits) -> Int {
    let host = memory.forPictures(atMost: batch.picturesBytes)
    return memory.device.map { min(host, $0.forMaps() / 4) } ?? host
  }

  /// Plans a picture in the available memory.
  ///
  /// A picture that fits beside others is rendered with everything in memory. One that doesn't gets all memory, and is
  /// rendered alone.
  ///
  /// - Parameter admission: grants memory before any is taken; nil when the picture has the program to itself.
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
    // If there is no plan at all, this throws before anything is waited for.
    let plan = try question.plan(question.bounded(planner))
    admission.wait(request.source.info, need)
    // Buffers that earlier pictures left would take the decoder's memory.
    (network.backend as? any MemoryPooling)?.expect(peak: 0, within: question.budget)
    // Nothing else is computed now, so that the speed can be measured.
    return plan.isWhole ? plan : try measured(plan, question)
  }

  /// The fastest plan by speeds measured on this device.
  ///
  /// - Parameter plan: a plan that fits, whose scratch file decides whether the disk is measured.
  func measured(_ plan: Plan, _ question: PlanRequest) throws -> Plan {
    var planner = question.bounded(planner)
    planner.costs = try costs(for: plan)
    return try question.plan(planner)
  }

  /// The measured costs on this device; includes those of the scratch file where a plan needs one.
  private func costs(for plan: Plan) throws -> Costs {
    var costs = try speeds.costs(of: network, precision: planner.precision)
    if plan.scratchBytes > 0 {
      costs.scratch = try speeds.scratch(
        in: limits.scratchFolder.description, neededBytes: plan.scratchBytes)
    }
    return costs
  }

  /// The memory that a picture needs if rendered with everything in memory, and whether others fit beside it.
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

  /// The memory that is left for a picture's maps while others are decoded and encoded, in bytes.
  private func budget(_ question: PlanRequest, besideOthers batch: InFlightLimits) -> Int {
    // The decoders and encoders of other pictures; the budget excludes this picture's own already.
    let coders = memory.device == nil ? (2 * batch.workers - 1) * question.coderBytes : 0
    return question.budget - picturesBytes(batch) - coders
  }

  /// The expected peak of the whole program's memory while such a picture is rendered among others of its size, in
  /// bytes.
  ///
  /// - Parameter count: the number of all these pictures.
  /// - Throws: `EngineError.budgetTooSmall` when the memory is too small.
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

  /// The peak of the whole program's memory while a plan is carried out, in bytes, including buffers that are kept for
  /// later maps.
  func peak(_ question: PlanRequest, _ plan: Plan) -> Int {
    let maps = min(
      plan.peakBytes(keepingIdle: network.backend.capabilities.idleBytes), question.budget)
    return question.process(memory.device == nil ? maps : plan.hostBytes) - memory.allSlotsBytes
  }
}

/// The question that a plan answers: a picture, its working size and the available memory.
package struct PlanRequest {
  package let info: ImageInfo
  /// The memory for maps when the picture is alone, in bytes: the device's own where it has some, else the program's.
  package let budget: Int
  /// The program's memory for maps besides a device's own, in bytes; nil where the device has none.
  package let hostBudget: Int?
  /// The memory of the picture's parts that are kept besides maps, in bytes.
  package let kept: Int
  /// The memory of the picture's decoder or encoder, whichever takes more, in bytes.
  package let coderBytes: Int
  /// The size at which the picture is rendered.
  package let size: Size
  /// The parts of the picture that are kept aside while it is computed.
  private let keeping: MemoryBudget.Keeping
  private let own: Size
  /// The memory taken of a device with memory of its own besides maps, in bytes; nil for other devices.
  private let otherDeviceBytes: Int?
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
  ///   - isHeld: whether the picture, and the memory for its grain, are held by the source already.
  ///   - size: the size at which the picture is rendered.
  ///   - share: the part of a device's own memory that is used, 0…1.
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
    if let device = memory.device {
      let maps = device.forMaps()
      (budget, hostBudget, otherDeviceBytes) = (
        Int(Double(maps) * share), host, device.total - maps
      )
    } else {
      (budget, hostBudget, otherDeviceBytes) = (host, nil, nil)
    }
  }

  /// The memory that libvips holds while the result is enlarged beside the encoder, in rows of ``GuidedUpsampling``'s
  /// output.
  private static let enlargingRows = 128
  /// The memory that libvips holds while the clean photograph is shrunk once more beside the encoder, in rows of the
  /// photograph. Measured: 5 MB with 2,500 columns of 8 bits, 9 MB with 5,000.
  private static let shrinkingRows = 640

  /// A planner with the limits of memory and scratch space.
  package func bounded<B: Backend>(_ planner: Planner<B>) -> Planner<B> {
    var planner = planner
    (planner.budget, planner.hostBudget) = (budget, hostBudget)
    // The result may go to the same disk, and so may the parts of the photograph that are kept aside.
    let others = own.pixels * 3 * output.byteCount + memory.keptInScratch(info, keeping)
    planner.scratchBudget = ScratchFile.freeBytes(in: scratchFolder).map { max($0 - others, 0) }
    return planner
  }

  /// - Throws: `EngineError.budgetTooSmall` with the memory of the whole process or device, not of maps alone.
  package func plan<B: Backend>(_ planner: Planner<B>) throws -> Plan {
    do {
      return try planner.plan(for: size, input: input, output: output)
    } catch EngineError.budgetTooSmall(let least, let given) where given == budget {
      guard let needed = deviceBytes(of: least), let given = deviceBytes(of: budget) else {
        throw tooSmall(forMaps: least)
      }
      throw EngineError.budgetTooSmall(leastBytes: needed, budgetBytes: given)
    } catch EngineError.budgetTooSmall(let least, _) {
      throw tooSmall(forMaps: least)
    }
  }

  private func tooSmall(forMaps least: Int) -> EngineError {
    .budgetTooSmall(
      leastBytes: memory.total(forMaps: least, of: info, keeping, coderBytes: coderBytes),
      budgetBytes: memory.given)
  }

  /// The memory that the whole process takes when maps take `mapBytes` of it, in bytes.
  package func process(_ mapBytes: Int) -> Int { memory.total - (hostBudget ?? budget) + mapBytes }

  /// The memory taken of a device with memory of its own when maps take `mapBytes` of it, in bytes; nil for other
  /// devices.
  package func deviceBytes(of mapBytes: Int) -> Int? { otherDeviceBytes.map { $0 + mapBytes } }
}
