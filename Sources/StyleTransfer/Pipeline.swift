internal import Engine
internal import Files
package import ImageIO
internal import Networks

/// The way of one picture: load, paint, store. Each is a call of its own, so that the next picture can
/// be loaded and the last one stored while one is painted.
struct Pipeline<B: Backend>: Sendable {
  var network: PreparedNetwork<B>
  let style: StyleVectors
  let strokeSize: StrokeSize
  /// What the style's pack says, the longer side in pixels.
  var workingSize: Int?
  let postProcessing: PostProcessing
  var options: RenderOptions
  let memory: MemoryBudget
  let speeds: SpeedCache
  /// What the photograph gets before it is painted.
  var grain = Grain.none
  /// Of the device's memory, what is used.
  var share = 1.0

  /// The same pipeline, trying harder.
  func making(_ fallback: FallbackLevel) -> Pipeline {
    var pipeline = self
    pipeline.share = fallback.share
    if fallback.isSingle { pipeline.options.precision = .single }
    return pipeline
  }

  /// Decodes a photograph and brings it to where its plan keeps it. Blocks while it reads.
  ///
  /// - Parameters:
  ///   - overwriting: whether the painting may replace a file.
  ///   - admit: told of the photograph, and what it will need, before any memory is taken for it; may
  ///     wait.
  func load(
    _ job: Job, overwriting: Bool, _ batch: InFlightLimits,
    admit: (ImageInfo, MemoryRequest) -> Void
  ) throws -> LoadedImage<B> {
    let reader = try ImageReader(job.source.input(), limits: limits)
    let writer = options.writer(for: job.format, overwriting: overwriting)
    try writer.check()
    let depth = writer.depth(for: reader.info.depth)
    let plan = try plan(for: reader, by: writer, batch) { admit(reader.info, $0) }
    let scratch =
      try plan.scratchBytes > 0
      ? ScratchFile(in: limits.scratchFolder.description, neededBytes: plan.scratchBytes) : nil
    let map = try network.makeInput(plan, scratch: scratch)
    let (rows, alpha) = try read(reader, into: map, delivered: depth)
    return LoadedImage(
      job: job, rows: rows, map: map, isClean: grain == .none, plan: plan, scratch: scratch,
      depth: depth, alpha: alpha, metadata: reader.metadata, writer: writer)
  }

  /// Computes the painting.
  ///
  /// - Parameter progress: told the fraction done; returns false to stop.
  func paint(_ photograph: LoadedImage<B>, progress: (Double) -> Bool) throws -> ComputedImage<B> {
    guard !postProcessing.isThePhotograph else {
      guard progress(1) else { throw EngineError.cancelled }
      return ComputedImage(photograph: photograph, map: photograph.map)
    }
    let map = try Executor(network)
      .run(
        photograph.map, style: style, plan: photograph.plan, scratch: photograph.scratch,
        progress: progress)
    return ComputedImage(photograph: photograph, map: map)
  }

  /// Finishes the painting, encodes it and puts it where it belongs. Blocks while it writes.
  func store(_ painting: ComputedImage<B>) throws {
    let photograph = painting.photograph
    let rows = try postProcessing.apply(
      ImageRows(of: painting.map).converted(to: photograph.depth),
      from: photograph.small(), over: photograph.rows)
    let picture = OutputImage(
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
  private func read(_ reader: ImageReader, into map: StoredMap<B>, delivered: BitDepth) throws
    -> (ImageRows, AlphaPlane?)
  {
    let size = reader.size
    guard map.shape.size != size || grain != .none else {
      let alpha = try reader.readAll(delivered: delivered, limits: limits) { rows, bytes in
        try map.write(bytes, rows: rows)
      }
      return (ImageRows(of: map), alpha)
    }
    let (rows, alpha) = try reader.hold(limits, delivered: delivered)
    try rows.resized(to: map.shape.size).grained(grain).write(to: map)
    return (rows, alpha)
  }

  /// Without regard to memory.
  var planner: Planner<B> { options.planner(of: network) }
}

extension RenderOptions {
  func planner<B: Backend>(of network: PreparedNetwork<B>) -> Planner<B> {
    Planner(
      network, precision: precision == .half ? .float16 : .float32, tileEdge: tileEdge)
  }

  package func writer(for format: ImageFormat, overwriting: Bool) -> ImageWriter {
    ImageWriter(
      format: format, quality: quality, depth: depth, strip: strip,
      overwrite: overwriting)
  }
}

extension Job.Source {
  package func input() throws -> ImageInput {
    switch self {
    case .file(let path): .file(path)
    case .standardInput: .bytes(try StandardStream.picture.get())
    case .stream(let path):
      .bytes(try StandardStream.picture(of: path), name: path.description)
    }
  }
}
