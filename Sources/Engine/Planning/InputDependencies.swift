internal import Networks

/// The maps from which a stage's inputs are brought, row by row, as trees: leaves are stored maps,
/// inner nodes are maps that are recomputed on the way.
struct InputDependencies: Sendable {
  struct Node: Sendable {
    let map: MapIndex
    let storage: Plan.Storage
    /// The stage that recomputes the map; nil for a stored one.
    let stage: Int?
    /// The nodes that this stage reads.
    let sources: [Int]
  }

  /// All nodes; sources come before the nodes that read them.
  private(set) var nodes: [Node] = []
  /// The nodes that the stage itself reads.
  private(set) var roots: [Int] = []

  /// Finds the dependencies of stage `index`.
  init(of index: Int, in network: StagedNetwork, _ maps: [Plan.Map]) {
    roots = network.stages[index].source.map { add($0.map, network, maps) }
  }

  private mutating func add(_ map: MapIndex, _ network: StagedNetwork, _ maps: [Plan.Map]) -> Int {
    let storage = maps[map].storage
    let stage = storage == .recomputed ? map - 1 : nil
    let sources = stage.map { stage in
      network.stages[stage].source.map { add($0.map, network, maps) }
    }
    nodes.append(Node(map: map, storage: storage, stage: stage, sources: sources ?? []))
    return nodes.count - 1
  }

  /// The stored maps that the stage depends on.
  var stored: Set<MapIndex> { Set(nodes.filter { $0.stage == nil }.map(\.map)) }

  /// Whether tiles read stored maps as they are, so that tiles of any form will do.
  var isDirect: Bool { nodes.allSatisfy { $0.storage == .memory } }
}

/// A window that goes down a map, the height of a band at a time.
struct Window: Hashable, Sendable {
  /// The rows that it holds.
  private(set) var rows = 0..<0

  /// A move of a window to a new range of rows, some of which it has already, while the others are
  /// made.
  struct Step: Hashable, Sendable {
    var rows: Range<Int>
    var kept: Range<Int>
    var made: Range<Int>
  }

  /// Moves the window to the rows that are needed; nil when it holds all of them.
  ///
  /// - Parameters:
  ///   - block: the rows of a block of the stage that makes the rows; 1 where they are stored.
  ///   - keeps: whether rows that the window has can be kept.
  mutating func move(to needed: Range<Int>, block: Int, below height: Int, keeps: Bool) -> Step? {
    let last = min((needed.upperBound + block - 1) / block * block, height)
    if rows.lowerBound <= needed.lowerBound, needed.upperBound <= rows.upperBound { return nil }
    var step = Step(rows: needed, kept: 0..<0, made: needed)
    if keeps, rows.contains(needed.lowerBound) {
      step.kept = needed.lowerBound..<rows.upperBound
      step.made = rows.upperBound..<last
      step.rows = needed.lowerBound..<last
    } else {
      step.made = needed.lowerBound / block * block..<last
      step.rows = step.made
    }
    rows = step.rows
    return step
  }
}

/// The rows that every node of a stage's dependencies brings for each band of the stage's output.
struct InputRows: Sendable {
  /// The moves of the windows, by band and node; nil where nothing has to be brought.
  private(set) var steps: [[Window.Step?]] = []
  /// The ends of the rows of stored maps that no later band reads, by band and node.
  private(set) var read: [[Int]] = []

  /// - Parameters:
  ///   - blockRows: the height of a block of each stage, in rows.
  ///   - keeps: whether windows can keep rows that they have.
  init(
    _ dependencies: InputDependencies, of index: Int, bands: [Range<Int>],
    in network: StagedNetwork,
    _ maps: [Plan.Map], blockRows: [Int], keeps: Bool
  ) {
    var windows = [Window](repeating: Window(), count: dependencies.nodes.count)
    var needs: [[Range<Int>?]] = []

    for band in bands {
      var steps = [Window.Step?](repeating: nil, count: dependencies.nodes.count)
      var need = [Range<Int>?](repeating: nil, count: dependencies.nodes.count)
      func bring(_ node: Int, _ rows: Range<Int>) {
        let place = dependencies.nodes[node]
        let height = maps[place.map].shape.height
        need[node] = rows
        guard place.storage != .memory else { return }
        let block = place.stage.map { blockRows[$0] } ?? 1
        // Rows of a file are read again rather than kept: the system still has them.
        steps[node] = windows[node].move(
          to: rows, block: block, below: height, keeps: keeps && place.stage != nil)
        guard let stage = place.stage, let step = steps[node] else { return }
        for source in place.sources {
          bring(source, inputRows(of: network.stages[stage], for: step.made, maps))
        }
      }
      for root in dependencies.roots {
        bring(root, inputRows(of: network.stages[index], for: band, maps))
      }
      self.steps.append(steps)
      needs.append(need)
    }

    var later = dependencies.nodes.map { maps[$0.map].shape.height }
    for need in needs.reversed() {
      read.append(later)
      for (node, rows) in need.enumerated() {
        if let rows { later[node] = min(later[node], rows.lowerBound) }
      }
    }
    read.reverse()
  }
}

private func inputRows(of stage: Stage, for rows: Range<Int>, _ maps: [Plan.Map]) -> Range<Int> {
  stage.inputRegion(
    for: Region(rows: rows, columns: 0..<1), of: maps[stage.source[0].map].shape.size
  ).rows
}
