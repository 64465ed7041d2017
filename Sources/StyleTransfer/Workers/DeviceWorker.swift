package import ImageIO
package import Networks
package import StyleLibrary

/// A device on which the network of a look is ready; hides the kind of device.
///
/// A picture goes through it in three calls: ``prepare(_:overwriting:_:_:)``, ``PreparedImage/infer(in:started:progress:)`` and
/// ``RenderedImage/encode``.
package protocol DeviceWorker: AnyObject, Sendable {
  /// The device's name in journals.
  var device: String { get }
  /// Whether this is the processor, which renders the pictures that other devices can't.
  var isProcessor: Bool { get }
  /// The number of pictures that are inferred at once.
  var places: Int { get }
  /// The estimates of memory, time and disk space for pictures on this device.
  var estimates: any RenderEstimates { get }

  /// Decodes a picture once there is memory for it, and brings it into the network's input.
  func prepare(
    _ job: Job, overwriting: Bool, _ fallback: FallbackLevel, _ admission: Admission
  ) throws -> any PreparedImage

  /// Renders a picture that has the program to itself; the result stays in memory.
  ///
  /// - Parameters:
  ///   - look: the look that replaces the worker's own, whose style may be of any network; nil for the worker's own.
  ///   - progress: receives the fraction done, 0…1; returns false to stop.
  func render(
    _ request: RenderRequest, as look: RenderLook?, _ fallback: FallbackLevel,
    progress: (Double) -> Bool
  ) throws -> ImageRows
}

/// A style with the steps before and after its network.
package struct RenderLook: Sendable {
  package var style: ResolvedStyle
  package var grain: Grain
  package var postProcessing: PostProcessing

  package init(_ style: ResolvedStyle, _ grain: Grain, _ postProcessing: PostProcessing) {
    (self.style, self.grain, self.postProcessing) = (style, grain, postProcessing)
  }
}

/// A picture in the network's input on a device.
package protocol PreparedImage: Sendable {
  var worker: any DeviceWorker { get }
  var fallback: FallbackLevel { get }

  /// Runs the network. Consumes the input, whether it succeeds or not, so call it only once.
  ///
  /// - Parameters:
  ///   - place: the index of one of the worker's places; nil takes the whole device.
  ///   - started: called when the picture's turn has come.
  ///   - progress: receives the fraction done, 0…1; returns false to stop.
  func infer(in place: Int?, started: () -> Void, progress: (Double) -> Bool) throws
    -> RenderedImage
}

/// A result that is not encoded yet.
package struct RenderedImage: Sendable {
  package let device: String
  /// Finishes, encodes and commits the result; may be called again after a failure.
  package let encode: @Sendable () throws -> Void

  package init(device: String, encode: @escaping @Sendable () throws -> Void) {
    (self.device, self.encode) = (device, encode)
  }
}

/// The estimates for pictures on a device: memory, time and disk space.
package protocol RenderEstimates: Sendable {
  /// The options by which pictures are read and written.
  var options: RenderOptions { get }
  /// The memory that the program may take for this device, in bytes.
  var memoryBytes: Int { get }

  /// The memory that pictures on their way to and from the device may take together, in bytes.
  func picturesBytes(_ limits: InFlightLimits) -> Int

  /// Plans a picture without rendering it. Reads its header.
  ///
  /// - Throws: `ImageError`; `EngineError.budgetTooSmall` when the memory is too small.
  func describe(_ source: Job.Source, as format: ImageFormat) throws -> ImagePlan

  /// The size at which a picture is rendered.
  func computedSize(_ size: Size) -> Size

  /// The cost of a picture, in computed pixels.
  func work(of size: Size) -> Double

  /// Measures the cost of a pixel by rendering and encoding a small picture.
  func measuredRate(format: ImageFormat) throws -> RenderRate

  /// The expected peak of the whole program's memory while such a picture is rendered among others of its size, in
  /// bytes.
  ///
  /// - Throws: `EngineError.budgetTooSmall` when the memory is too small.
  func peakBytes(
    of info: ImageInfo, by writer: ImageWriter, count: Int, _ limits: InFlightLimits
  ) throws -> Int
}

/// The measures by which a device is to succeed after a failure.
package struct FallbackLevel: Hashable, Sendable {
  /// The part of the device's memory that is used, 0…1.
  package var share = 1.0
  /// Whether maps are stored in single precision, whatever the options say.
  package var isSingle = false

  package init(share: Double = 1.0, isSingle: Bool = false) {
    self.share = share
    self.isSingle = isSingle
  }
}
