internal import Networks

/// A search for the fastest plan that fits.
struct PlanSearch<B: Backend> {
  private let network: PreparedNetwork<B>
  private let costs: Costs
  private let tileEdge: Int?
  private let maps: [Plan.Map]
  private let blockRows: [Int]
  private let storages: [Plan.Storage]
  /// The limit on the program's memory, in bytes; nil for no limit.
  private let hostBudget: Int?
  private let scratchBudget: Int?
  private var known: [StageEstimate<B>.Key: StageCost] = [:]

  /// A draft with the costs of its stages.
  struct Rated {
    var draft: PlanDraft
    /// The peak of the backend's memory, in bytes, by stage.
    var peaks: [Int] = []
    /// The peak of the program's memory where that is not the backend's, in bytes, by stage.
    var hostPeaks: [Int] = []
    /// The length of the scratch file, in bytes.
    var scratchBytes = 0
    var seconds = 0.0
    var workSeconds = 0.0
    var transferredBytes = 0
    var busBytes = 0

    var peak: Int { peaks.max()! }
    var hostPeak: Int { hostPeaks.max()! }

    /// The sum over all stages of the bytes beyond a budget.
    func excess(over budget: Int) -> Double {
      peaks.reduce(0) { $0 + Double(max($1 - budget, 0)) }
    }
  }

  init(
    _ network: PreparedNetwork<B>, _ maps: [Plan.Map], costs: Costs, tileEdge: Int?,
    hostBudget: Int?, scratchBudget: Int?
  ) {
    (self.network, self.maps, self.costs, self.tileEdge) = (network, maps, costs, tileEdge)
    blockRows = network.blockRows(maps)
    var storages = [Plan.Storage.recomputed]
    if network.keepsRows(maps) {
      if hostBudget != nil, !network.backend.capabilities.usesHostMemory { storages.append(.host) }
      if scratchBudget != 0 { storages.append(.scratch) }
    }
    self.storages = storages
    self.hostBudget = network.backend.capabilities.usesHostMemory ? nil : hostBudget
    self.scratchBudget = scratchBudget
  }

  mutating func plan(within budget: Int?) throws -> Plan {
    let whole = rate(PlanDraft(maps, rolls: false), within: budget)
    if let hostBudget, whole.hostPeak > hostBudget {
      throw EngineError.budgetTooSmall(leastBytes: whole.hostPeak, budgetBytes: hostBudget)
    }
    guard let budget, whole.peak > budget else { return plan(whole) }
    var best = rate(PlanDraft(maps, rolls: network.rollsMaps), within: budget)
    if best.peak > budget { best = shrunk(best, to: budget) }
    if best.peak > budget {
      let least = smallest(but: whole)
      guard least.peak <= budget else {
        throw EngineError.budgetTooSmall(leastBytes: least.peak, budgetBytes: budget)
      }
      best = rate(least.draft, within: budget)
    }
    return plan(quickened(best, within: budget))
  }

  /// Moves one map after the other out of memory, always the one that costs the least time per byte gained.
  private mutating func shrunk(_ start: Rated, to budget: Int) -> Rated {
    var best = start
    while best.peak > budget {
      let excess = best.excess(over: budget)
      var step: (rated: Rated, price: Double)?
      for other in neighbours(of: best.draft, storages) {
        let rated = rate(other, within: budget)
        let won = excess - rated.excess(over: budget)
        guard won > 0, fitsElsewhere(rated) else { continue }
        let price = max(rated.seconds - best.seconds, 1e-9) / won
        if step.map({ price < $0.price }) ?? true { step = (rated, price) }
      }
      guard let step else { return best }
      best = step.rated
    }
    return best
  }

  /// Moves maps to faster places as long as that saves time and fits.
  private mutating func quickened(_ start: Rated, within budget: Int) -> Rated {
    var best = start
    while true {
      let others = neighbours(of: best.draft, storages + [.memory]) + exchanges(in: best.draft)
      let faster = others.map { rate($0, within: budget) }
        .filter { $0.peak <= budget && fitsElsewhere($0) && $0.seconds < best.seconds * 0.9999 }
        .min { $0.seconds < $1.seconds }
      guard let faster else { return best }
      best = faster
    }
  }

  /// The draft with the lowest peak. Small pictures take least when everything is in memory, since windows have a
  /// minimum height.
  private mutating func smallest(but whole: Rated) -> Rated {
    var least = whole
    for storage in [Plan.Storage.scratch, .host, .memory]
    where storage == .memory || storages.contains(storage) {
      var draft = PlanDraft(maps, rolls: network.rollsMaps)
      for map in maps.indices { draft.maps[map].storage = storage }
      let rated = rate(draft, within: 0)
      guard fitsElsewhere(rated) else { continue }
      let shrunk = shrunk(rated, to: 0)
      if shrunk.peak < least.peak { least = shrunk }
    }
    // Which map goes first depends on what is asked for: what is refused must not do after all.
    while true {
      let wanted = least.peak - 1
      let start = rate(PlanDraft(maps, rolls: network.rollsMaps), within: wanted)
      let tighter = shrunk(start, to: wanted)
      guard tighter.peak < least.peak, fitsElsewhere(tighter) else { return least }
      least = tighter
    }
  }

  /// Whether the maps outside the backend's memory fit the host and scratch budgets.
  private func fitsElsewhere(_ rated: Rated) -> Bool {
    rated.hostPeak <= hostBudget ?? .max && rated.scratchBytes <= scratchBudget ?? .max
  }

  /// All drafts in which a map in the program's memory and one in the scratch file swap places.
  private func exchanges(in draft: PlanDraft) -> [PlanDraft] {
    let (near, far) = (
      draft.maps.indices.filter { draft.maps[$0].storage == .host },
      draft.maps.indices.filter { draft.maps[$0].storage == .scratch }
    )
    return near.flatMap { a in
      far.map { b in
        var other = draft
        (other.maps[a].storage, other.maps[b].storage) = (.scratch, .host)
        return other
      }
    }
  }

  /// All drafts that differ from this one in the place of one map.
  private func neighbours(of draft: PlanDraft, _ storages: [Plan.Storage]) -> [PlanDraft] {
    draft.maps.indices.flatMap { map -> [PlanDraft] in
      let isPicture = map == StagedNetwork.input || map == network.staged.output
      return storages.compactMap { storage in
        guard draft.maps[map].storage != storage, !(isPicture && storage == .recomputed) else {
          return nil
        }
        var other = draft
        other.maps[map].storage = storage
        return other
      }
    }
  }
}

extension PlanSearch {
  /// Cuts a draft's stages into bands that fit, and adds up their costs.
  private mutating func rate(_ draft: PlanDraft, within budget: Int?) -> Rated {
    var draft = draft
    draft.findLastReaders(in: network.staged)
    var rated = Rated(draft: draft)
    for (index, stage) in network.staged.stages.enumerated() {
      guard draft.runs(stage) else {
        rated.peaks.append(0)
        rated.hostPeaks.append(0)
        continue
      }
      let steady = draft.steady(in: index, of: network.staged)
        .reduce(0) { $0 + draft.maps[$1].byteCount }
      let estimate = StageEstimate(index, of: network, draft, costs, blockRows: blockRows)
      let (rows, cost) = bands(of: estimate, index, room: budget.map { $0 - steady })
      draft.bands[index] = rows
      rated.peaks.append(cost.peakBytes + steady)
      rated.hostPeaks.append(cost.hostBytes + hostBytes(of: draft, in: index))
      rated.seconds += cost.seconds
      rated.workSeconds += cost.workSeconds
      rated.transferredBytes += cost.writtenBytes + cost.readBytes
      rated.busBytes += cost.busBytes
    }
    if !network.backend.capabilities.usesHostMemory {
      for picture in [StagedNetwork.input, network.staged.output] {
        rated.busBytes += draft.maps[picture].storage == .memory ? maps[picture].byteCount : 0
      }
    }
    rated.scratchBytes = scratchBytes(of: draft)
    rated.draft = draft
    return rated
  }

  /// The size of the maps that are kept in the program's memory, not the backend's, during a stage, in bytes.
  private func hostBytes(of draft: PlanDraft, in index: Int) -> Int {
    var kept = Set(draft.steady(in: index, of: network.staged, storage: .host))
    let output = network.staged.stages[index].output
    if draft.maps[output].storage == .host { kept.insert(output) }
    return kept.reduce(0) { sum, map in
      let layout = network.backend.layout(of: maps[map].storedShape, maps[map].element)!
      return sum + layout.planes * layout.rowBytes * maps[map].region.rows.count
    }
  }

  /// The tallest bands that fit, up to ``bandPixels``, with their cost; those that take the least memory when none fit.
  private mutating func bands(of estimate: StageEstimate<B>, _ index: Int, room: Int?)
    -> (Int?, StageCost)
  {
    func cost(_ rows: Int?) -> StageCost {
      let key = estimate.key(bandRows: rows)
      if let cost = known[key] { return cost }
      let cost = estimate.cost(bandRows: rows)
      known[key] = cost
      return cost
    }
    guard estimate.wantsBands else { return (nil, cost(nil)) }
    let size = maps[network.staged.stages[index].output].region.size
    let block = blockRows[index]
    if let tileEdge {
      let rows = (tileEdge + block - 1) / block * block
      return (rows, cost(rows))
    }
    var rows = block
    while rows < size.height, 2 * rows * size.width <= Self.bandPixels { rows *= 2 }
    var found = (rows, cost(rows))
    while let room, found.1.peakBytes > room, rows > block {
      rows /= 2
      let lower = cost(rows)
      if lower.peakBytes < found.1.peakBytes { found = (rows, lower) }
    }
    return found
  }

  /// The size of a band, in pixels, beyond which more rows gain nothing.
  private static var bandPixels: Int { 512 << 10 }

  private func plan(_ rated: Rated) -> Plan {
    let draft = rated.draft
    let tilings = network.staged.stages.indices.map { index in
      let map = network.staged.stages[index].output
      let size = draft.maps[map].region.size
      let estimate = StageEstimate(index, of: network, draft, costs, blockRows: blockRows)
      if let tileEdge, !estimate.wantsBands {
        let input = draft.maps[network.staged.stages[index].source[0].map].shape.size
        return Tiling(of: size, edge: tileEdge, block: network.kernels[index].block(for: input))
      }
      return Tiling(rows: draft.bands[index], of: size)
    }
    var plan = Plan(maps: draft.maps, tilings: tilings, rolls: draft.rolls)
    plan.peakBytes = rated.peak
    plan.hostBytes = rated.hostPeak
    plan.transferredBytes = rated.transferredBytes
    plan.busBytes = rated.busBytes
    plan.scratchBytes = rated.scratchBytes
    plan.seconds = rated.seconds + freshSeconds(of: plan)
    let needed = network.staged.stages.indices.reduce(0) { sum, index in
      let region = draft.maps[network.staged.stages[index].output].region
      return sum + Double(region.size.pixels) * costs.secondsPerPixel[index]
    }
    plan.recomputeFactor = rated.workSeconds / needed
    return plan
  }

  /// The time to clear fresh memory for the first picture, in seconds. Only the peak counts, since whole maps reuse the
  /// memory of earlier ones; for rolling maps the stages count it.
  private func freshSeconds(of plan: Plan) -> Double {
    guard plan.isWhole, network.backend.capabilities.usesHostMemory else { return 0 }
    return Double(plan.peakBytes(keepingIdle: network.backend.capabilities.idleBytes))
      / costs.freshBytesPerSecond
  }

  /// The length of the scratch file when maps come and go in the order of the stages, in bytes.
  private func scratchBytes(of draft: PlanDraft) -> Int {
    var space = ScratchSpace()
    var taken: [MapIndex: Range<Int>] = [:]
    func take(_ map: MapIndex) {
      guard draft.maps[map].storage == .scratch,
        let layout = network.backend.layout(
          of: draft.maps[map].storedShape, draft.maps[map].element)
      else { return }
      let count = ScratchRegion.byteCount(of: layout, rows: draft.maps[map].region.rows.count)
      let start = space.take(count)
      taken[map] = start..<start + count
    }
    take(StagedNetwork.input)
    for (index, stage) in network.staged.stages.enumerated() where draft.runs(stage) {
      take(stage.output)
      for (map, range) in taken where draft.maps[map].lastReader == index {
        guard map != StagedNetwork.input else { continue }
        space.give(back: range)
        taken[map] = nil
      }
    }
    return space.end
  }
}
