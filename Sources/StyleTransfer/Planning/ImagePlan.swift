internal import Engine
internal import ImageIO
internal import Networks

/// The plan for rendering a photograph in the available memory.
package struct ImagePlan: Hashable, Sendable, Codable {
  /// A feature map of the plan; the first is the photograph, the last the result.
  package struct Map: Hashable, Sendable, Codable {
    /// The stage that makes it.
    package var name: String
    package var channels: Int
    package var height: Int
    package var width: Int
    /// The storage: `memory`, `host` (the program's memory, where `memory` is a device's),
    /// `scratch` or `recomputed`.
    package var storage: String
    /// The size of the whole map, in bytes.
    package var bytes: Int
    /// The number of bands in which the map is computed, and the rows of each but the last; nil for
    /// the photograph.
    package var bands: Int?
    package var bandRows: Int?
  }

  /// The width and height of the photograph, in pixels.
  package var width: Int
  package var height: Int
  /// The width and height of the network's input, in pixels.
  package var paintedWidth: Int
  package var paintedHeight: Int
  /// The name of the device, such as `cpu` or `opencl:0`.
  package var device: String
  package var maps: [Map]
  /// The memory that a device with memory of its own may give, and the expected peak there, in
  /// bytes; nil for other devices.
  package var deviceBytes: Int?
  package var devicePeakBytes: Int?
  /// The amount of data moved between the program's memory and the device's, in bytes.
  package var busBytes: Int
  /// The memory that the program may take, in bytes.
  package var memoryBytes: Int
  /// The expected peak of the whole program's memory, in bytes.
  package var peakBytes: Int
  /// The share of that peak, or of the device's memory, that maps and computing them take, in
  /// bytes.
  package var mapPeakBytes: Int
  /// The length of the scratch file, in bytes.
  package var scratchBytes: Int
  /// The amount of data written to and read from the scratch file, in bytes.
  package var transferredBytes: Int
  /// The ratio of work done to work needed; above 1 where parts of maps are computed more than
  /// once.
  package var recomputeFactor: Double
  /// The expected time of computing, in seconds, by a small picture that was computed as a
  /// measurement; decoding and encoding come on top.
  package var seconds: Double
}

extension Pipeline {
  func describe(_ photograph: Job.Source, as format: ImageFormat) throws -> ImagePlan {
    let info = try ImageReader(photograph.input(), limits: limits).info
    let question = PlanRequest(self, info, by: options.writer(for: format, overwriting: true))
    let plan = try measured(question.plan(question.bounded(planner)), question)
    return ImagePlan(
      width: info.width, height: info.height, paintedWidth: question.size.width,
      paintedHeight: question.size.height,
      device: network.backend.name,
      maps: plan.maps.indices.map { ImagePlan.Map(plan, $0, of: network.staged) },
      deviceBytes: memory.device?.total,
      devicePeakBytes: question.deviceBytes(of: plan.peakBytes), busBytes: plan.busBytes,
      memoryBytes: memory.given, peakBytes: peak(question, plan),
      mapPeakBytes: plan.peakBytes, scratchBytes: plan.scratchBytes,
      transferredBytes: plan.transferredBytes, recomputeFactor: plan.recomputeFactor,
      seconds: plan.seconds!)
  }
}

extension ImagePlan.Map {
  fileprivate init(_ plan: Plan, _ index: MapIndex, of network: StagedNetwork) {
    let map = plan.maps[index]
    let isPhotograph = index == StagedNetwork.input
    self.init(
      name: isPhotograph ? "photograph" : network.stages[index - 1].name,
      channels: map.shape.channels, height: map.shape.height, width: map.shape.width,
      storage: map.storage.rawValue, bytes: map.byteCount)
    guard !isPhotograph else { return }
    let tiling = plan.tilings[index - 1]
    bandRows = tiling.tile.height
    bands = (tiling.region.rows.count + tiling.tile.height - 1) / tiling.tile.height
  }
}
