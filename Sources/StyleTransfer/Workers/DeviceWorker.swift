internal import Engine
package import ImageIO
package import Networks
package import StyleLibrary
internal import Synchronization

/// A device on which the network of a look is ready, whatever the device.
package protocol DeviceWorker: AnyObject, Sendable {
  /// As journals name it.
  var device: String { get }
  /// Whether pictures that other devices can't paint are painted here.
  var isProcessor: Bool { get }
  /// How many pictures it computes at once.
  var places: Int { get }

  /// What pictures on their way to and from it may take together, in bytes.
  func picturesBytes(_ batch: InFlightLimits) -> Int

  /// Decodes a photograph and brings it to where its plan keeps it.
  ///
  /// - Parameter admit: told what it will need before any memory is taken for it; may wait.
  func load(
    _ job: Job, overwriting: Bool, _ batch: InFlightLimits, _ fallback: FallbackLevel,
    admit: (ImageInfo, MemoryRequest) -> Void
  ) throws -> any PreparedImage

  /// Paints a preview, in a style of any network.
  func paint(
    _ photograph: PreviewSource, in style: ResolvedStyle, _ grain: Grain,
    _ postProcessing: PostProcessing,
    _ fallback: FallbackLevel
  ) throws -> ImageRows

  func describe(_ photograph: Job.Source, as format: ImageFormat) throws -> ImagePlan

  /// How pictures are read and written.
  var options: RenderOptions { get }
  /// What the program was given for it, in bytes.
  var memoryBytes: Int { get }

  /// The size at which a photograph is painted.
  func computedSize(_ photograph: Size) -> Size

  /// What a pixel costs, by a small picture that is painted and encoded for the purpose.
  func measuredRate(format: ImageFormat) throws -> RenderRate

  /// The most that the whole program should have in memory while such a picture is painted among others
  /// of its size, in bytes.
  func peakBytes(
    of info: ImageInfo, by writer: ImageWriter, count: Int, _ batch: InFlightLimits
  ) throws -> Int

  /// What a photograph costs, in pixels that are computed.
  func work(of photograph: Size) -> Double
}

/// A photograph that is ready to be computed on a device.
package protocol PreparedImage: Sendable {
  var worker: any DeviceWorker { get }
  var fallback: FallbackLevel { get }

  /// Computes the painting. What was loaded is given up, whether it goes well or not: to be called once.
  ///
  /// - Parameters:
  ///   - place: on which of the worker's places; nil takes all of it.
  ///   - started: called when its turn has come.
  ///   - progress: told the fraction done; returns false to stop.
  func paint(in place: Int?, started: () -> Void, progress: (Double) -> Bool) throws
    -> RenderedImage
}

/// A painting that is computed and not written yet.
package struct RenderedImage: Sendable {
  package let device: String
  /// Finishes it, encodes it and puts it where it belongs; may be tried again.
  package let store: @Sendable () throws -> Void

  package init(device: String, store: @escaping @Sendable () throws -> Void) {
    (self.device, self.store) = (device, store)
  }
}

/// What is done so that a device succeeds where it did not.
package struct FallbackLevel: Hashable, Sendable {
  /// Of its memory, what is used.
  package var share = 1.0
  /// Whether maps are stored in single precision whatever was asked for.
  package var isSingle = false

  package init(share: Double = 1.0, isSingle: Bool = false) {
    self.share = share
    self.isSingle = isSingle
  }
}

/// The worker of a device of one kind.
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

  func picturesBytes(_ batch: InFlightLimits) -> Int { pipeline.picturesBytes(batch) }

  func load(
    _ job: Job, overwriting: Bool, _ batch: InFlightLimits, _ fallback: FallbackLevel,
    admit: (ImageInfo, MemoryRequest) -> Void
  ) throws -> any PreparedImage {
    let pipeline = pipeline.making(fallback)
    return BackendImage(
      try pipeline.load(job, overwriting: overwriting, batch, admit: admit), at: self, fallback)
  }

  func paint(
    _ photograph: PreviewSource, in style: ResolvedStyle, _ grain: Grain,
    _ postProcessing: PostProcessing,
    _ fallback: FallbackLevel
  ) throws -> ImageRows {
    let pipeline = try current.withLock { current in
      try current.prepare(for: style)
      return current.pipeline
    }
    return try pipeline.making(fallback).paint(photograph, in: style.vectors, grain, postProcessing)
  }

  func work(of photograph: Size) -> Double { pipeline.work(of: photograph) }

  func describe(_ photograph: Job.Source, as format: ImageFormat) throws -> ImagePlan {
    try pipeline.describe(photograph, as: format)
  }

  var options: RenderOptions { pipeline.options }
  var memoryBytes: Int { pipeline.memory.total }

  func computedSize(_ photograph: Size) -> Size { pipeline.computedSize(photograph) }

  func measuredRate(format: ImageFormat) throws -> RenderRate {
    try pipeline.measuredRate(format: format)
  }

  func peakBytes(
    of info: ImageInfo, by writer: ImageWriter, count: Int, _ batch: InFlightLimits
  ) throws -> Int {
    try pipeline.peakBytes(of: info, by: writer, count: count, batch)
  }

  fileprivate func paint(
    _ photograph: LoadedImage<B>, in place: Int?, started: () -> Void,
    progress: (Double) -> Bool
  ) throws -> ComputedImage<B> {
    try slots.withPipeline(for: photograph, place, or: pipeline) { pipeline in
      started()
      return try pipeline.paint(photograph, progress: progress)
    }
  }

  fileprivate func store(_ painting: ComputedImage<B>) throws { try pipeline.store(painting) }
}

private final class BackendImage<B: Backend>: PreparedImage {
  private let photograph: SingleUse<LoadedImage<B>>
  private let place: BackendWorker<B>
  let fallback: FallbackLevel

  init(_ photograph: LoadedImage<B>, at place: BackendWorker<B>, _ fallback: FallbackLevel) {
    self.photograph = SingleUse(photograph)
    (self.place, self.fallback) = (place, fallback)
  }

  var worker: any DeviceWorker { place }

  func paint(in slot: Int?, started: () -> Void, progress: (Double) -> Bool) throws
    -> RenderedImage
  {
    guard let photograph = photograph.take() else {
      preconditionFailure("a photograph is painted once for each time that it is loaded")
    }
    let painting = try place.paint(photograph, in: slot, started: started, progress: progress)
    return RenderedImage(device: place.device) { [place] in try place.store(painting) }
  }
}
