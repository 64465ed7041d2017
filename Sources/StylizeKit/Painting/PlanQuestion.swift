internal import Engine
internal import Images
internal import Networks

/// What a plan is asked for.
struct PlanQuestion {
  let info: PictureInfo
  /// Bytes for maps when the picture is alone, where they are computed.
  let budget: Int
  /// Bytes for maps beside a device's memory; nil where that is the program's.
  let hostBudget: Int?
  /// Bytes that are free in the scratch folder, where the painting may go too; nil when nobody can tell.
  let scratchBudget: Int?
  /// Bytes of the picture that are kept beside maps.
  let kept: Int
  /// Bytes that its decoder or encoder takes.
  let rows: Int
  /// In which it is painted.
  let size: Size
  private let memory: MemoryBudget
  private let writer: PictureWriter
  private let input: Element
  private let output: Element

  init<B: Backend>(_ painter: Painter<B>, _ info: PictureInfo, by writer: PictureWriter) {
    (self.info, self.writer) = (info, writer)
    let own = Size(height: info.height, width: info.width)
    size = painter.computedSize(own)
    (input, output) = (info.depth.element, writer.depth(for: info.depth).element)
    memory = painter.memory
    kept = memory.kept(info, isResized: size != own)
    rows = memory.rows(of: info, writer: writer)
    let host = memory.forMaps(of: info, isResized: size != own, writer: writer)
    let device = memory.device.map { Int(Double($0.forMaps()) * painter.share) }
    budget = device ?? host
    hostBudget = device == nil ? nil : host
    let painting = own.pixels * 3 * output.byteCount
    scratchBudget = ScratchFile.freeBytes(in: painter.limits.scratchFolder.description)
      .map { max($0 - painting, 0) }
  }

  /// The planner, told what there is.
  func bounded<B: Backend>(_ planner: Planner<B>) -> Planner<B> {
    var planner = planner
    (planner.budget, planner.hostBudget) = (budget, hostBudget)
    planner.scratchBudget = scratchBudget
    return planner
  }

  /// - Throws: errors that speak of all memory where the engine speaks of maps alone.
  func plan<B: Backend>(_ planner: Planner<B>) throws -> Plan {
    do {
      return try planner.plan(for: size, input: input, output: output)
    } catch EngineError.budgetTooSmall(let least, let given) where given == budget {
      let (least, total) = deviceBytes(of: least) ?? (total(forMaps: least), memory.total)
      throw EngineError.budgetTooSmall(leastBytes: least, budgetBytes: total)
    } catch EngineError.budgetTooSmall(let least, _) {
      throw EngineError.budgetTooSmall(
        leastBytes: total(forMaps: least), budgetBytes: memory.total)
    }
  }

  /// What the whole process would have to be given.
  private func total(forMaps least: Int) -> Int {
    let own = Size(height: info.height, width: info.width)
    return memory.total(forMaps: least, of: info, isResized: size != own, writer: writer)
  }

  /// What the whole process takes when maps take this of its memory.
  func process(_ mapBytes: Int) -> Int { memory.total - (hostBudget ?? budget) + mapBytes }

  /// What a device with memory of its own gives when maps take this of it, and what it may give.
  func deviceBytes(of mapBytes: Int) -> (taken: Int, total: Int)? {
    memory.device.map { ($0.total - budget + mapBytes, $0.total) }
  }
}
