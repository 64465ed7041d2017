package import Networks

/// Turns a network, a picture's size and what the user asked for into a plan.
///
/// Of all plans that stay inside the budget it looks for the one that should take the least time: it
/// begins with everything in memory and, where that is too much, moves the map whose going costs the
/// least time for the room it makes, until all stages fit.
package struct Planner<B: Backend>: Sendable {
  package var network: PreparedNetwork<B>
  /// The element type of maps between stages.
  package var precision: Element
  /// The edge of the tiles, in pixels of each stage's output; nil for the planner's choice.
  package var tileEdge: Int?
  /// The limit on the backend's memory for maps and for computing them, in bytes; nil for no limit.
  package var budget: Int?
  /// The limit on the program's memory for maps, moments and copies in transfer beside a backend with a memory of its
  /// own, in bytes; nil keeps no maps there. It has no effect where the backend's memory is the program's.
  package var hostBudget: Int?
  /// The limit on the length of a scratch file, in bytes; nil for no limit, 0 for no file.
  package var scratchBudget: Int?
  /// The measured speeds; nil compares plans by multiply-adds and gives no seconds.
  package var costs: Costs?

  package init(_ network: PreparedNetwork<B>, precision: Element = .float16, tileEdge: Int? = nil) {
    self.network = network
    self.precision = precision
    self.tileEdge = tileEdge
  }

  /// Makes the fastest plan that fits.
  ///
  /// - Parameters:
  ///   - size: the size of the photograph and of the painting.
  ///   - input: the element type of the photograph.
  ///   - output: the element type of the painting.
  /// - Throws: `NetworkError` when the network can't take a picture of this size;
  ///   ``EngineError/budgetTooSmall(leastBytes:budgetBytes:)`` for either budget.
  package func plan(for size: Size, input: Element, output: Element) throws -> Plan {
    let maps = try self.maps(for: size, input: input, output: output)
    var search = PlanSearch(
      network, maps, costs: costs ?? Costs(of: network.staged), tileEdge: tileEdge,
      hostBudget: hostBudget, scratchBudget: scratchBudget)
    var plan = try search.plan(within: budget)
    plan.budget = budget
    if costs == nil { plan.seconds = nil }
    return plan
  }

  private func maps(for size: Size, input: Element, output: Element) throws -> [Plan.Map] {
    let staged = network.staged
    return try staged.shapes(for: size).enumerated().map { index, shape in
      let isOutput = index == staged.output
      let element = index == StagedNetwork.input ? input : isOutput ? output : precision
      // A network with strides gives back more than it got when these do not divide the size.
      let region = Region(isOutput ? size : shape.size)
      return Plan.Map(
        shape: shape, element: element, region: region, lastReader: nil,
        byteCount: network.backend.byteCount(of: shape, element, region: region))
    }
  }
}
