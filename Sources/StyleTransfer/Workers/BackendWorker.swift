internal import Engine
internal import ImageIO
internal import StyleLibrary
internal import Synchronization

/// The worker of a device with a backend of type `B`. The backend's type is erased here and nowhere
/// else.
final class BackendWorker<B: Backend>: DeviceWorker {
  private let current: Mutex<StylePipeline<B>>
  private let slots: SmallImageWorkers<B>
  let isProcessor: Bool

  init(_ pipeline: StylePipeline<B>, slots: SmallImageWorkers<B>, isProcessor: Bool) {
    (self.slots, self.isProcessor) = (slots, isProcessor)
    current = Mutex(pipeline)
  }

  private var pipeline: Pipeline<B> { current.withLock { $0.pipeline } }

  var device: String { pipeline.network.backend.name }
  var places: Int { slots.count }
  var estimates: any RenderEstimates { pipeline }

  func prepare(
    _ job: Job, overwriting: Bool, _ fallback: FallbackLevel, _ admission: Admission
  ) throws -> any PreparedImage {
    let pipeline = pipeline.at(fallback)
    let request = try RenderRequest(
      job, overwriting: overwriting, pipeline.options, pipeline.limits)
    return BackendImage(try pipeline.prepare(request, admission), on: self, fallback)
  }

  func render(
    _ request: RenderRequest, as look: RenderLook?, _ fallback: FallbackLevel,
    progress: (Double) -> Bool
  ) throws -> ImageRows {
    let pipeline = try current.withLock { current in
      if let look { try current.prepare(for: look) }
      return current.pipeline.at(fallback)
    }
    let input = try pipeline.prepare(request, nil)
    return try pipeline.finish(slots.alone { try pipeline.infer(input, progress: progress) })
  }

  fileprivate func infer(
    _ input: NetworkInput<B>, in place: Int?, started: () -> Void, progress: (Double) -> Bool
  ) throws -> NetworkOutput<B> {
    try slots.withPipeline(for: input, place, or: pipeline) { pipeline in
      started()
      return try pipeline.infer(input, progress: progress)
    }
  }

  fileprivate func encode(_ output: NetworkOutput<B>) throws { try pipeline.encode(output) }
}

private final class BackendImage<B: Backend>: PreparedImage {
  private let input: SingleUse<NetworkInput<B>>
  private let backendWorker: BackendWorker<B>
  let fallback: FallbackLevel

  init(_ input: NetworkInput<B>, on worker: BackendWorker<B>, _ fallback: FallbackLevel) {
    self.input = SingleUse(input)
    (backendWorker, self.fallback) = (worker, fallback)
  }

  var worker: any DeviceWorker { backendWorker }

  func infer(in place: Int?, started: () -> Void, progress: (Double) -> Bool) throws
    -> RenderedImage
  {
    guard let input = input.take() else {
      preconditionFailure("a picture is inferred once for each time that it is prepared")
    }
    let output = try backendWorker.infer(input, in: place, started: started, progress: progress)
    return RenderedImage(device: backendWorker.device) { [backendWorker] in
      try backendWorker.encode(output)
    }
  }
}
