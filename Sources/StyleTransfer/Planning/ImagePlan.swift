internal import Engine
internal import ImageIO
internal import Networks

/// How a photograph would be painted in the memory there is.
package struct ImagePlan: Hashable, Sendable, Codable {
  /// A feature map on the way, the photograph first and the painting last.
  package struct Map: Hashable, Sendable, Codable {
    /// The stage that makes it.
    package var name: String
    package var channels: Int
    package var height: Int
    package var width: Int
    /// `memory`, `host` (the program's, where `memory` is a device's), `scratch` or `recomputed`.
    package var storage: String
    /// Of the whole map.
    package var bytes: Int
    /// Bands in which it is made, and rows of each but the last; nil for the photograph.
    package var bands: Int?
    package var bandRows: Int?
  }

  /// Pixels of the photograph.
  package var width: Int
  package var height: Int
  /// Pixels of the picture that the network is given.
  package var paintedWidth: Int
  package var paintedHeight: Int
  /// `cpu`, `opencl:0`.
  package var device: String
  package var maps: [Map]
  /// What a device with memory of its own may give, and the most that it should, in bytes.
  package var deviceBytes: Int?
  package var devicePeakBytes: Int?
  /// Between the program's memory and the device's, in bytes.
  package var busBytes: Int
  /// What the program was given, in bytes.
  package var memoryBytes: Int
  /// The most that the whole program should have in memory.
  package var peakBytes: Int
  /// Of it, or of the device's memory, maps and what computing them takes.
  package var mapPeakBytes: Int
  /// The length of the scratch file.
  package var scratchBytes: Int
  /// To and from it.
  package var transferredBytes: Int
  /// Work done over work needed.
  package var recomputeFactor: Double
  /// What computing should take, by a small picture that was computed for the purpose; decoding and
  /// encoding come on top.
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
      devicePeakBytes: question.deviceBytes(of: plan.peakBytes)?.taken, busBytes: plan.busBytes,
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
