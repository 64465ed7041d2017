public import Networks

/// Turns a network, a picture's size and what the user asked for into a plan.
public struct Planner<B: Backend>: Sendable {
  public var network: PreparedNetwork<B>
  /// What maps between stages are stored as.
  public var precision: Element
  /// The tiles' edge in pixels of each stage's output; nil for one tile.
  public var tileEdge: Int?

  public init(_ network: PreparedNetwork<B>, precision: Element = .float16, tileEdge: Int? = nil) {
    self.network = network
    self.precision = precision
    self.tileEdge = tileEdge
  }

  /// - Parameters:
  ///   - size: of the photograph and of the painting.
  ///   - input: how the photograph is stored.
  ///   - output: how the painting is.
  /// - Throws: `NetworkError` when the network can't take a picture of this size.
  public func plan(for size: Size, input: Element, output: Element) throws -> Plan {
    let staged = network.staged
    var maps = try staged.shapes(for: size).enumerated().map { index, shape in
      let isOutput = index == staged.output
      let element = index == StagedNetwork.input ? input : isOutput ? output : precision
      // A network with strides gives back more than it got when these do not divide the size.
      let region = Region(isOutput ? size : shape.size)
      return Plan.Map(
        shape: shape, element: element, region: region, lastReader: nil,
        byteCount: network.backend.byteCount(of: shape, element, region: region))
    }
    for (index, stage) in staged.stages.enumerated() {
      for term in stage.source { maps[term.map].lastReader = index }
    }
    let tilings = zip(staged.stages, network.kernels).map { stage, kernel in
      Tiling(
        of: maps[stage.output].region.size, edge: tileEdge,
        block: kernel.block(for: maps[stage.source[0].map].shape.size))
    }
    return Plan(maps: maps, tilings: tilings, peakBytes: peak(of: maps))
  }

  private func peak(of maps: [Plan.Map]) -> Int {
    var live = maps[StagedNetwork.input].byteCount
    var peak = live
    for (index, stage) in network.staged.stages.enumerated() {
      live += maps[stage.output].byteCount
      peak = max(peak, live)
      live -= maps.filter { $0.lastReader == index }.reduce(0) { $0 + $1.byteCount }
    }
    return peak
  }
}
