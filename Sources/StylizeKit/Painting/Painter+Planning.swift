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
  func picturesBytes(_ batch: InFlightLimits) -> Int {
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
    for reader: PictureReader, by writer: PictureWriter, _ batch: InFlightLimits,
    admit: (Need) -> Void
  ) throws -> Plan {
    let question = PlanQuestion(self, reader.info, by: writer)
    var whole = try question.plan(planner)
    let need = self.need(question, whole, batch)
    if !need.alone {
      whole.budget = budget(question, besideOthers: batch)
      admit(need)
      return whole
    }
    // Whether there is a plan at all is known before anything is waited for.
    var planner = question.bounded(planner)
    let plan = try question.plan(planner)
    admit(need)
    // What earlier pictures left is in the way of the decoder.
    (network.backend as? any MemoryPooling)?.bound(to: question.budget)
    guard !plan.isWhole else { return plan }
    // Nothing else is computed now, so that the speed can be measured.
    planner.costs = try costs(for: plan)
    return try question.plan(planner)
  }

  /// How fast things go here; scratch files count where a plan needs one.
  func costs(for plan: Plan) throws -> Costs {
    var costs = try speeds.costs(of: network, precision: planner.precision)
    if plan.scratchBytes > 0 {
      costs.scratch = try speeds.scratch(
        in: limits.scratchFolder.description, neededBytes: plan.scratchBytes)
    }
    return costs
  }

  /// What a picture takes that is painted with everything in memory, and whether others fit beside it.
  private func need(_ question: PlanQuestion, _ whole: Plan, _ batch: InFlightLimits) -> Need {
    let ends = [StagedNetwork.input, network.staged.output]
    let pictureBytes = question.kept + ends.reduce(0) { $0 + whole.maps[$1].byteCount }
    let fits =
      pictureBytes <= picturesBytes(batch)
      && whole.peakBytes <= budget(question, besideOthers: batch)
    return Need(pictureBytes: pictureBytes, alone: !fits)
  }

  /// What is left for maps of a picture while others are decoded and encoded.
  private func budget(_ question: PlanQuestion, besideOthers batch: InFlightLimits) -> Int {
    // Besides this one's, which the budget leaves out already.
    let coders = memory.device == nil ? (2 * batch.workers - 1) * question.rows : 0
    return question.budget - picturesBytes(batch) - coders
  }

  /// The most that the whole program should have in memory while such a picture is painted among others
  /// of its size, in bytes.
  ///
  /// - Parameter count: of all of them.
  /// - Throws: what says that the memory is too little.
  func peakBytes(
    of info: PictureInfo, by writer: PictureWriter, count: Int, _ batch: InFlightLimits
  ) throws -> Int {
    let question = PlanQuestion(self, info, by: writer)
    var whole = try question.plan(planner)
    let need = need(question, whole, batch)
    guard need.alone else {
      whole.budget = budget(question, besideOthers: batch)
      let others = min(2 * batch.workers, count - 1)
      let taken = min(others * need.pictureBytes, picturesBytes(batch))
      return peak(question, whole) + taken + others * question.rows
    }
    return peak(question, try question.plan(question.bounded(planner)))
  }

  /// Of the whole program while a plan is carried out, with what is kept of maps for maps to come.
  func peak(_ question: PlanQuestion, _ plan: Plan) -> Int {
    let maps = min(plan.peakBytes(keepingIdle: network.backend.capabilities.idleBytes), question.budget)
    return question.process(memory.device == nil ? maps : plan.hostBytes) - memory.allLanesBytes
  }
}
