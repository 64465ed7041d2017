internal import Engine
internal import Images
internal import Models
internal import Networks
internal import Synchronization

/// A device on which the network of a look is ready, whatever the device.
protocol Easel: AnyObject, Sendable {
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
  func paint(_ photograph: Preview, in style: ResolvedStyle, _ finish: Finish, _ effort: Effort)
    throws -> PictureRows

  func describe(_ photograph: PicturePath, as format: PictureFormat) throws -> PaintingPlan

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
}

/// A photograph at an easel.
protocol Sitting: Sendable {
  var easel: any Easel { get }
  var effort: Effort { get }

  /// Computes the painting. What was loaded is given up, whether it goes well or not.
  ///
  /// - Parameters:
  ///   - place: on which of the easel's places; nil takes all of it.
  ///   - started: called when its turn has come.
  ///   - progress: told the fraction done; returns false to stop.
  /// - Returns: nil when the photograph was given up before.
  func paint(in place: Int?, started: () -> Void, progress: (Double) -> Bool) throws
    -> DryPainting?
}

/// A painting that is computed and not written yet.
struct DryPainting: Sendable {
  let device: String
  /// Finishes it, encodes it and puts it where it belongs; may be tried again.
  let store: @Sendable () throws -> Void
}

/// What is done so that a device succeeds where it did not.
struct Effort: Hashable, Sendable {
  /// Of its memory, what is used.
  var share = 1.0
  /// Whether maps are stored in single precision whatever was asked for.
  var isSingle = false
}

/// The easel of a device of one kind.
final class DeviceEasel<B: Backend>: Easel {
  private let painter: Painter<B>
  private let lanes: Lanes<B>
  let isProcessor: Bool
  /// For the network and the size of the last preview.
  private let latest: Mutex<(pack: NetworkPack, painter: Painter<B>)>

  init(_ painter: Painter<B>, of pack: NetworkPack, lanes: Lanes<B>, isProcessor: Bool) {
    (self.painter, self.lanes, self.isProcessor) = (painter, lanes, isProcessor)
    latest = Mutex((pack, painter))
  }

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

  func paint(_ photograph: Preview, in style: ResolvedStyle, _ finish: Finish, _ effort: Effort)
    throws -> PictureRows
  {
    try painter(for: style).making(effort).paint(photograph, in: style.vectors, finish)
  }

  private func painter(for style: ResolvedStyle) throws -> Painter<B> {
    try latest.withLock { latest in
      let (pack, last) = latest
      guard pack != style.network || last.workingSize != style.workingSize else { return last }
      let network =
        try pack == style.network
        ? last.network
        : PreparedNetwork(
          style.network.network(), weights: style.network.weights(), on: last.network.backend)
      let painter = Painter(
        network: network, style: style.vectors, strokeSize: last.strokeSize,
        workingSize: style.workingSize, finish: last.finish, options: last.options,
        memory: last.memory, speeds: last.speeds)
      latest = (style.network, painter)
      return painter
    }
  }

  func describe(_ photograph: PicturePath, as format: PictureFormat) throws -> PaintingPlan {
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
    -> DryPainting?
  {
    guard let photograph = photograph.take() else { return nil }
    let painting = try place.paint(photograph, in: lane, started: started, progress: progress)
    return DryPainting(device: place.device) { [place] in try place.store(painting) }
  }
}
