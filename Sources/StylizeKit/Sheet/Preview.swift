internal import Engine
internal import Images
internal import Models
internal import Networks

/// A photograph that is painted again and again at preview size.
///
/// A preview is painted at the working size of the final picture and shrunk, so that strokes are as
/// large against the picture as they will be.
final class Preview<B: Backend> {
  private let photograph: PictureRows
  private let options: PaintingOptions
  /// The photograph, shrunk.
  let rows: PictureRows
  private var small: [Size: StoredMap<B>] = [:]

  /// Reads a photograph.
  ///
  /// - Parameter side: the longer side of previews, in pixels; never more than the photograph's.
  /// - Throws: `ImageError`.
  init(_ path: PicturePath, side: Int, options: PaintingOptions, on backend: B) throws {
    let reader = try PictureReader(.file(path), limits: options.limits)
    let (photograph, _) = try reader.hold(options.limits, delivered: reader.info.depth)
    let full = photograph.size
    let factor = min(1, Double(side) / Double(max(full.width, full.height)))
    let size = Size(
      height: max(1, Int((Double(full.height) * factor).rounded())),
      width: max(1, Int((Double(full.width) * factor).rounded())))
    rows = try photograph.converted(to: .eight).resized(to: size).held(options.limits)
    self.photograph = photograph
    self.options = options
  }

  /// Paints the photograph and shrinks the painting.
  ///
  /// - Throws: `NetworkError`, `EngineError`, `ImageError`.
  func paint(
    _ style: ResolvedStyle, with network: PreparedNetwork<B>, strokeSize: StrokeSize,
    finish: Finish
  ) throws -> PictureRows {
    guard !finish.isThePhotograph else { return rows }
    let size = strokeSize.workingSize(for: photograph.size, recommended: style.workingSize)
    let plan = try options.planner(of: network)
      .plan(for: size, input: photograph.depth.element, output: .uint8)
    let map = try small[size] ?? shrunk(plan, network)
    small[size] = map
    let painting = try Executor(network).paint(map, style: style.vectors, plan: plan)
    return try finish.finish(
      PictureRows(of: painting), from: PictureRows(of: map), over: rows)
  }

  private func shrunk(_ plan: Plan, _ network: PreparedNetwork<B>) throws -> StoredMap<B> {
    let map = try network.makeInput(plan)
    try photograph.resized(to: map.shape.size).write(to: map)
    return map
  }
}
