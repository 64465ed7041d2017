internal import Engine
package import Images
package import Models
package import Networks
internal import Synchronization

/// A device on which the network of a look is ready, whatever the device.
package protocol Easel: AnyObject, Sendable {
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
    _ job: Job, overwriting: Bool, _ batch: InFlightLimits, _ effort: Effort,
    admit: (PictureInfo, Need) -> Void
  ) throws -> any Sitting

  /// Paints a preview, in a style of any network.
  func paint(
    _ photograph: Preview, in style: ResolvedStyle, _ grain: Grain, _ finish: Finish,
    _ effort: Effort
  ) throws -> PictureRows

  func describe(_ photograph: Job.Source, as format: PictureFormat) throws -> PaintingPlan

  /// How pictures are read and written.
  var options: PaintingOptions { get }
  /// What the program was given for it, in bytes.
  var memoryBytes: Int { get }

  /// The size at which a photograph is painted.
  func computedSize(_ photograph: Size) -> Size

  /// What a pixel costs, by a small picture that is painted and encoded for the purpose.
  func measuredRate(format: PictureFormat) throws -> PaintingRate

  /// The most that the whole program should have in memory while such a picture is painted among others
  /// of its size, in bytes.
  func peakBytes(
    of info: PictureInfo, by writer: PictureWriter, count: Int, _ batch: InFlightLimits
  ) throws -> Int

  /// What a photograph costs, in pixels that are computed.
  func work(of photograph: Size) -> Double
}

/// A photograph at an easel.
package protocol Sitting: Sendable {
  var easel: any Easel { get }
  var effort: Effort { get }

  /// Computes the painting. What was loaded is given up, whether it goes well or not: to be called once.
  ///
  /// - Parameters:
  ///   - place: on which of the easel's places; nil takes all of it.
  ///   - started: called when its turn has come.
  ///   - progress: told the fraction done; returns false to stop.
  func paint(in place: Int?, started: () -> Void, progress: (Double) -> Bool) throws
    -> DryPainting
}

/// A painting that is computed and not written yet.
package struct DryPainting: Sendable {
  let device: String
  /// Finishes it, encodes it and puts it where it belongs; may be tried again.
  let store: @Sendable () throws -> Void

  package init(device: String, store: @escaping @Sendable () throws -> Void) {
    (self.device, self.store) = (device, store)
  }
}

/// What is done so that a device succeeds where it did not.
package struct Effort: Hashable, Sendable {
  /// Of its memory, what is used.
  package var share = 1.0
  /// Whether maps are stored in single precision whatever was asked for.
  package var isSingle = false
}

/// The easel of a device of one kind.
final class DeviceEasel<B: Backend>: Easel {
  private let current: Mutex<StylePainter<B>>
  private let lanes: Lanes<B>
  let isProcessor: Bool

  init(_ painter: StylePainter<B>, lanes: Lanes<B>, isProcessor: Bool) {
    (self.lanes, self.isProcessor) = (lanes, isProcessor)
    current = Mutex(painter)
  }

  private var painter: Painter<B> { current.withLock { $0.painter } }

  var device: String { painter.network.backend.name }
  var places: Int { lanes.count }

  func picturesBytes(_ batch: InFlightLimits) -> Int { painter.picturesBytes(batch) }

  func load(
    _ job: Job, overwriting: Bool, _ batch: InFlightLimits, _ effort: Effort,
    admit: (PictureInfo, Need) -> Void
  ) throws -> any Sitting {
    let painter = painter.making(effort)
    return DeviceSitting(
      try painter.load(job, overwriting: overwriting, batch, admit: admit), at: self, effort)
  }

  func paint(
    _ photograph: Preview, in style: ResolvedStyle, _ grain: Grain, _ finish: Finish,
    _ effort: Effort
  ) throws -> PictureRows {
    let painter = try current.withLock { current in
      try current.prepare(for: style)
      return current.painter
    }
    return try painter.making(effort).paint(photograph, in: style.vectors, grain, finish)
  }

  func work(of photograph: Size) -> Double { painter.work(of: photograph) }

  func describe(_ photograph: Job.Source, as format: PictureFormat) throws -> PaintingPlan {
    try painter.describe(photograph, as: format)
  }

  var options: PaintingOptions { painter.options }
  var memoryBytes: Int { painter.memory.total }

  func computedSize(_ photograph: Size) -> Size { painter.computedSize(photograph) }

  func measuredRate(format: PictureFormat) throws -> PaintingRate {
    try painter.measuredRate(format: format)
  }

  func peakBytes(
    of info: PictureInfo, by writer: PictureWriter, count: Int, _ batch: InFlightLimits
  ) throws -> Int {
    try painter.peakBytes(of: info, by: writer, count: count, batch)
  }

  fileprivate func paint(
    _ photograph: Photograph<B>, in place: Int?, started: () -> Void,
    progress: (Double) -> Bool
  ) throws -> Painting<B> {
    try lanes.withPainter(for: photograph, place, or: painter) { painter in
      started()
      return try painter.paint(photograph, progress: progress)
    }
  }

  fileprivate func store(_ painting: Painting<B>) throws { try painter.store(painting) }
}

private final class DeviceSitting<B: Backend>: Sitting {
  private let photograph: Handover<Photograph<B>>
  private let place: DeviceEasel<B>
  let effort: Effort

  init(_ photograph: Photograph<B>, at place: DeviceEasel<B>, _ effort: Effort) {
    self.photograph = Handover(photograph)
    (self.place, self.effort) = (place, effort)
  }

  var easel: any Easel { place }

  func paint(in lane: Int?, started: () -> Void, progress: (Double) -> Bool) throws
    -> DryPainting
  {
    guard let photograph = photograph.take() else {
      preconditionFailure("a photograph is painted once for each time that it is loaded")
    }
    let painting = try place.paint(photograph, in: lane, started: started, progress: progress)
    return DryPainting(device: place.device) { [place] in try place.store(painting) }
  }
}
