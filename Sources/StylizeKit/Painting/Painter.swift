internal import Engine
internal import Images
internal import Networks

/// The way of one picture: open, load, paint, store. Each step is a call of its own, so that the
/// next picture can be loaded and the last one stored while one is painted.
struct Painter<B: Backend>: Sendable {
  let network: PreparedNetwork<B>
  let style: StyleVectors
  let options: PaintingOptions

  /// Decodes a photograph into the backend's memory. Blocks while it reads.
  ///
  /// - Parameters:
  ///   - overwriting: whether the painting may replace a file.
  ///   - admit: told of the photograph, and how deep the painting will be, before any memory is taken
  ///     for them; may wait.
  func load(_ job: Job, overwriting: Bool, admit: (PictureInfo, PictureDepth) -> Void) throws
    -> Photograph<B>
  {
    let reader = try PictureReader(job.source.input(), limits: options.limits)
    let info = reader.info
    let size = Size(height: info.height, width: info.width)
    let writer = PictureWriter(
      format: job.format, quality: options.quality, depth: options.depth, strip: options.strip,
      overwrite: overwriting)
    try writer.check()
    let depth = writer.depth(for: info.depth)
    admit(info, depth)
    let plan = try planner.plan(for: size, input: info.depth.element, output: depth.element)
    let input = plan.maps[StagedNetwork.input]
    let map = try network.backend.makeMap(input.shape, input.element, region: input.region)
    let alpha = try reader.copy(to: map, of: network.backend, delivered: depth)
    return Photograph(
      job: job, map: map, plan: plan, depth: depth, alpha: alpha, metadata: reader.metadata,
      writer: writer)
  }

  /// Computes the painting.
  ///
  /// - Parameter progress: told the fraction done; returns false to stop.
  func paint(_ photograph: Photograph<B>, progress: (Double) -> Bool) throws -> Painting<B> {
    let map = try Executor(network)
      .paint(photograph.map, style: style, plan: photograph.plan, progress: progress)
    return Painting(photograph: photograph, map: map)
  }

  /// Encodes the painting and puts it where it belongs. Blocks while it writes.
  func store(_ painting: Painting<B>) throws {
    let photograph = painting.photograph
    let (backend, map, alpha) = (network.backend, painting.map, photograph.alpha)
    let size = map.region.size
    let picture = OutgoingPicture(
      width: size.width, height: size.height, depth: photograph.depth,
      metadata: photograph.metadata,
      colour: { rows, bytes in try backend.read(rows: rows, from: map, into: bytes) },
      alpha: alpha?.rowSource)
    switch photograph.job.destination {
    case .file(let path):
      try path.folder.makeFolder()
      try photograph.writer.write(picture, to: path)
    case .standardOutput:
      try StandardStream.write(photograph.writer.encode(picture))
    }
  }

  var planner: Planner<B> {
    Planner(
      network, precision: options.precision == .half ? .float16 : .float32,
      tileEdge: options.tileEdge)
  }
}

/// A decoded photograph, ready to be painted.
struct Photograph<B: Backend>: Sendable {
  let job: Job
  let map: B.Map
  let plan: Plan
  /// What the painting is written in.
  let depth: PictureDepth
  let alpha: AlphaPlane?
  let metadata: PictureMetadata
  let writer: PictureWriter
}

/// A painting that is not written yet.
struct Painting<B: Backend>: Sendable {
  let photograph: Photograph<B>
  let map: B.Map
}

extension Job.Source {
  fileprivate func input() throws -> PictureInput {
    switch self {
    case .file(let path): .file(path)
    case .standardInput: .bytes(try StandardStream.read())
    }
  }
}

extension PictureDepth {
  var element: Element { self == .eight ? .uint8 : .uint16 }
}
