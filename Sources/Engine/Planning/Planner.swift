package import Networks

/// Turns a network, a picture's size and what the user asked for into a plan.
///
/// Of all plans that stay inside the budget it looks for the one that should take the least time: it
/// begins with everything in memory and, where that is too much, moves the map whose going costs the
/// least time for the room it makes, until all stages fit.
package struct Planner<B: Backend>: Sendable {
  package var network: PreparedNetwork<B>
  /// What maps between stages are stored as.
  package var precision: Element
  /// The tiles' edge in pixels of each stage's output; nil for the planner's choice.
  package var tileEdge: Int?
  /// Bytes of the backend's memory that maps and what computing them takes may need at once; nil for
  /// no limit.
  package var budget: Int?
  /// Bytes of the program's memory that maps may take beside a backend with a memory of its own, with
  /// moments and copies on their way; nil keeps no maps there. Without effect where the backend's
  /// memory is the program's.
  package var hostBudget: Int?
  /// The length that a scratch file may have, in bytes; nil for no limit, 0 for no file.
  package var scratchBudget: Int?
  /// Nil compares plans by multiply-adds, and says nothing about seconds.
  package var costs: Costs?

  package init(_ network: PreparedNetwork<B>, precision: Element = .float16, tileEdge: Int? = nil) {
    self.network = network
    self.precision = precision
    self.tileEdge = tileEdge
  }

  /// - Parameters:
  ///   - size: of the photograph and of the painting.
  ///   - input: how the photograph is stored.
  ///   - output: how the painting is.
  /// - Throws: `NetworkError` when the network can't take a picture of this size;
  ///   ``EngineError/budgetTooSmall(leastBytes:budgetBytes:)``, of either budget.
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
