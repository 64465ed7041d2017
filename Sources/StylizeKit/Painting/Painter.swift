internal import Engine
internal import Images
internal import Models
internal import Networks

/// The way of one picture: load, paint, store. Each is a call of its own, so that the next picture can
/// be loaded and the last one stored while one is painted.
struct Painter<B: Backend>: Sendable {
  var network: PreparedNetwork<B>
  let style: StyleVectors
  let strokeSize: StrokeSize
  /// What the style's pack says, the longer side in pixels.
  var workingSize: Int?
  let finish: Finish
  var options: PaintingOptions
  let memory: MemoryBudget
  let speeds: MeasuredSpeeds
  /// What the photograph gets before it is painted.
  var grain = Grain.none
  /// Of the device's memory, what is used.
  var share = 1.0

  /// The same painter, trying harder.
  func making(_ effort: Effort) -> Painter {
    var painter = self
    painter.share = effort.share
    if effort.isSingle { painter.options.precision = .single }
    return painter
  }

  /// Decodes a photograph and brings it to where its plan keeps it. Blocks while it reads.
  ///
  /// - Parameters:
  ///   - overwriting: whether the painting may replace a file.
  ///   - admit: told of the photograph, and what it will need, before any memory is taken for it; may
  ///     wait.
  func load(
    _ job: Job, overwriting: Bool, _ batch: InFlightLimits, admit: (PictureInfo, Need) -> Void
  ) throws -> Photograph<B> {
    let reader = try PictureReader(job.source.input(), limits: limits)
    let writer = options.writer(for: job.format, overwriting: overwriting)
    try writer.check()
    let depth = writer.depth(for: reader.info.depth)
    let plan = try plan(for: reader, by: writer, batch) { admit(reader.info, $0) }
    let scratch =
      try plan.scratchBytes > 0
      ? ScratchFile(in: limits.scratchFolder.description, neededBytes: plan.scratchBytes) : nil
    let map = try network.makeInput(plan, scratch: scratch)
    let (rows, alpha) = try read(reader, into: map, delivered: depth)
    return Photograph(
      job: job, rows: rows, map: map, isClean: grain == .none, plan: plan, scratch: scratch,
      depth: depth, alpha: alpha, metadata: reader.metadata, writer: writer)
  }

  /// Computes the painting.
  ///
  /// - Parameter progress: told the fraction done; returns false to stop.
  func paint(_ photograph: Photograph<B>, progress: (Double) -> Bool) throws -> Painting<B> {
    guard !finish.isThePhotograph else {
      guard progress(1) else { throw EngineError.cancelled }
      return Painting(photograph: photograph, map: photograph.map)
    }
    let map = try Executor(network)
      .paint(
        photograph.map, style: style, plan: photograph.plan, scratch: photograph.scratch,
        progress: progress)
    return Painting(photograph: photograph, map: map)
  }

  /// Finishes the painting, encodes it and puts it where it belongs. Blocks while it writes.
  func store(_ painting: Painting<B>) throws {
    let photograph = painting.photograph
    let rows = try finish.finish(
      PictureRows(of: painting.map).converted(to: photograph.depth),
      from: photograph.small(), over: photograph.rows)
    let picture = OutgoingPicture(
      width: rows.size.width, height: rows.size.height, depth: rows.depth,
      metadata: photograph.metadata, colour: rows.read, alpha: photograph.alpha?.rowSource)
    switch photograph.job.destination {
    case .file(let path):
      try path.folder.makeFolder()
      try photograph.writer.write(picture, to: path)
    case .standardOutput:
      try StandardStream.write(photograph.writer.encode(picture))
    }
  }

  /// Reads a photograph into a map of its size, or keeps it and shrinks it into a smaller one. It is
  /// kept too where the map gets grain.
  private func read(_ reader: PictureReader, into map: StoredMap<B>, delivered: PictureDepth) throws
    -> (PictureRows, AlphaPlane?)
  {
    let size = reader.size
    guard map.shape.size != size || grain != .none else {
      let alpha = try reader.readAll(delivered: delivered, limits: limits) { rows, bytes in
        try map.write(bytes, rows: rows)
      }
      return (PictureRows(of: map), alpha)
    }
    let (rows, alpha) = try reader.hold(limits, delivered: delivered)
    try rows.resized(to: map.shape.size).grained(grain).write(to: map)
    return (rows, alpha)
  }

  /// Without regard to memory.
  var planner: Planner<B> { options.planner(of: network) }
}

extension PaintingOptions {
  func planner<B: Backend>(of network: PreparedNetwork<B>) -> Planner<B> {
    Planner(
      network, precision: precision == .half ? .float16 : .float32, tileEdge: tileEdge)
  }

  func writer(for format: PictureFormat, overwriting: Bool) -> PictureWriter {
    PictureWriter(
      format: format, quality: quality, depth: depth, strip: strip,
      overwrite: overwriting)
  }
}

extension Job.Source {
  func input() throws -> PictureInput {
    switch self {
    case .file(let path): .file(path)
    case .standardInput: .bytes(try StandardStream.picture.get())
    case .stream(let path):
      .bytes(try StandardStream.picture(of: path), name: path.description)
    }
  }
}
