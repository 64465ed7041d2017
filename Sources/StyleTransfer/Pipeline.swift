internal import Engine
internal import Files
internal import ImageIO
internal import Networks

/// The steps that render one picture. Every picture takes them: those of a batch, a watched folder, a contact sheet or
/// a page, and those in the memory of a program that imports the library.
///
/// They are three calls, so that the next picture is prepared and the last one encoded while one is inferred.
struct Pipeline<B: Backend>: Sendable {
  var network: PreparedNetwork<B>
  var settings: PipelineSettings
  var options: RenderOptions
  let memory: MemoryBudget
  let speeds: SpeedCache
  /// The part of the device's memory that is used, 0…1.
  var share = 1.0

  /// Brings a picture into the network's input. Blocks while it decodes.
  ///
  /// - Parameter admission: grants memory before any is taken; nil when the picture has the program to itself.
  func prepare(_ request: RenderRequest, _ admission: Admission?) throws -> NetworkInput<B> {
    try request.writer.check()
    let plan = try plan(request, admission)
    let scratch = try makeScratchFile(plan)
    let map = try network.makeInput(plan, scratch: scratch)
    let image = try decode(request, into: map)
    if !image.isInMap {
      try image.resized(to: map.shape.size).grained(settings.grain).write(to: map)
    }
    return NetworkInput(
      request: request, image: image, map: map, plan: plan, scratch: scratch,
      isClean: settings.grain == .none)
  }

  /// Runs the network, unless nothing of its output would be seen.
  ///
  /// - Parameter progress: receives the fraction done, 0…1; returns false to stop.
  func infer(_ input: NetworkInput<B>, progress: (Double) -> Bool) throws -> NetworkOutput<B> {
    let isSeen = !settings.postProcessing.isIdentity
    if !isSeen, !progress(1) { throw EngineError.cancelled }
    let map = try isSeen ? run(input, progress: progress) : input.map
    return NetworkOutput(input: input, map: map)
  }

  /// Makes the result from the network's output, row by row as rows are asked for: enlarge, keep colours, blend, mask.
  func finish(_ output: NetworkOutput<B>) throws -> ImageRows {
    let images = try StepImages(of: output.input)
    return try settings.postProcessing.steps.reduce(output.rows) { rows, step in
      try step.apply(to: rows, images)
    }
  }

  /// Encodes the result and commits it. Blocks while it writes.
  func encode(_ output: NetworkOutput<B>) throws {
    let result = OutputImage(try finish(output), of: output.input)
    switch output.input.request.destination {
    case .file(let path):
      try path.folder.makeFolder()
      try output.input.request.writer.write(result, to: path)
    case .stream(let stream):
      try stream.write(output.input.request.writer.encode(result, name: stream.name))
    case nil: preconditionFailure("a result that stays in memory is not encoded")
    }
  }
}
