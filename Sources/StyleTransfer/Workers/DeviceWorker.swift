package import ImageIO
package import Networks
package import StyleLibrary

/// A device on which the network of a look is ready, whatever the device.
///
/// A picture goes through it in three calls: ``prepare(_:overwriting:_:_:)``, ``PreparedImage/infer(in:started:progress:)`` and
/// ``RenderedImage/encode``.
package protocol DeviceWorker: AnyObject, Sendable {
  /// As journals name it.
  var device: String { get }
  /// Whether pictures that other devices can't render are rendered here.
  var isProcessor: Bool { get }
  /// How many pictures it infers at once.
  var places: Int { get }
  /// What pictures would take here.
  var estimates: any RenderEstimates { get }

  /// Decodes a picture once there is memory for it, and brings it into the network's input.
  func prepare(
    _ job: Job, overwriting: Bool, _ fallback: FallbackLevel, _ admission: Admission
  ) throws -> any PreparedImage

  /// Renders a picture that has the program for itself; the result stays in memory.
  ///
  /// - Parameters:
  ///   - look: in place of the worker's own; its style may be of any network.
  ///   - progress: told the fraction done; returns false to stop.
  func render(
    _ request: RenderRequest, as look: RenderLook?, _ fallback: FallbackLevel,
    progress: (Double) -> Bool
  ) throws -> ImageRows
}

/// A style with what is done before and after its network.
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

  /// Runs the network. The input is given up, whether it goes well or not: to be called once.
  ///
  /// - Parameters:
  ///   - place: on which of the worker's places; nil takes all of it.
  ///   - started: called when its turn has come.
  ///   - progress: told the fraction done; returns false to stop.
  func infer(in place: Int?, started: () -> Void, progress: (Double) -> Bool) throws
    -> RenderedImage
}

/// A result that is not encoded yet.
package struct RenderedImage: Sendable {
  package let device: String
  /// Finishes it, encodes it and commits it; may be tried again.
  package let encode: @Sendable () throws -> Void

  package init(device: String, encode: @escaping @Sendable () throws -> Void) {
    (self.device, self.encode) = (device, encode)
  }
}

/// What pictures would take on a device: memory, time and room on the disk.
package protocol RenderEstimates: Sendable {
  /// How pictures are read and written.
  var options: RenderOptions { get }
  /// What the program was given for it, in bytes.
  var memoryBytes: Int { get }

  /// What pictures on their way to and from the device may take together, in bytes.
  func picturesBytes(_ limits: InFlightLimits) -> Int

  /// How a picture would be rendered. Reads its header.
  ///
  /// - Throws: `ImageError`; what says that the memory is too little.
  func describe(_ source: Job.Source, as format: ImageFormat) throws -> ImagePlan

  /// The size at which a picture is rendered.
  func computedSize(_ size: Size) -> Size

  /// What a picture costs, in pixels that are computed.
  func work(of size: Size) -> Double

  /// What a pixel costs, by a small picture that is rendered and encoded for the purpose.
  func measuredRate(format: ImageFormat) throws -> RenderRate

  /// The most that the whole program should have in memory while such a picture is rendered among others of its
  /// size, in bytes.
  ///
  /// - Throws: what says that the memory is too little.
  func peakBytes(
    of info: ImageInfo, by writer: ImageWriter, count: Int, _ limits: InFlightLimits
  ) throws -> Int
}

/// What is done so that a device succeeds where it did not.
package struct FallbackLevel: Hashable, Sendable {
  /// The part of its memory that is used, 0…1.
  package var share = 1.0
  /// Whether maps are stored in single precision whatever was asked for.
  package var isSingle = false

  package init(share: Double = 1.0, isSingle: Bool = false) {
    self.share = share
    self.isSingle = isSingle
  }
}
