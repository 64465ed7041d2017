extension StagedNetwork {
  /// Cuts a graph into stages.
  ///
  /// Norms, activations, sums and enlargements cost no pass of their own where the stage that reads
  /// them can apply them; where it can't (a sum of three, a sum read twice, an enlargement that is
  /// not convolved), the value is written by a stage without a convolution.
  package init(_ graph: Graph) {
    var cutter = StageCutter(uses: graph.useCounts, maps: [graph.channels(graph.input)])
    for (index, node) in graph.nodes.enumerated() {
      cutter.cut(node, index)
    }
    // The last stage writes the picture, whatever the reading of its source still asks for.
    let output = cutter.values[graph.output.node]
    cutter.append(output, channels: graph.channels(graph.output))
    self.init(maps: cutter.maps, stages: cutter.stages)
  }
}

/// A value that no stage has written yet: the operations that remain to be done when it is read.
private struct Pending {
  var source: [Term]
  var upsampling = 1
  var enlargement = Enlargement.nearest
}

private struct StageCutter {
  let uses: [Int]
  var maps: [Int]
  var stages: [Stage] = []
  /// The values of the nodes so far, in node order.
  var values: [Pending] = []

  init(uses: [Int], maps: [Int]) {
    self.uses = uses
    self.maps = maps
  }

  mutating func cut(_ node: Graph.Node, _ index: Int) {
    let inputs = node.inputs.map { values[$0.node] }
    switch node.operation {
    case .input:
      values.append(Pending(source: [Term(map: StagedNetwork.input)]))
    case .convolution(let convolution):
      values.append(append(inputs[0], convolution, channels: node.channels))
    case .norm(let norm):
      var value = inputs[0]
      if !value.isRaw || !takesMoments(value.source[0].map) {
        value = append(value, channels: node.channels)
      }
      stages[value.source[0].map - 1].norm = norm
      value.source[0].norm = norm
      values.append(value)
    case .activation(let activation):
      var value = inputs[0]
      // Zeros that are put in stay zeros; an activation that comes after might change them.
      let isPlain = value.upsampling == 1 || value.enlargement == .nearest
      if value.source.count == 1, value.source[0].activation == .none, isPlain {
        value.source[0].activation = activation
      } else {
        value = append(value, activation: activation, channels: node.channels)
      }
      values.append(value)
    case .sum:
      let terms = inputs.map { value in
        value.source.count == 1 && value.upsampling == 1
          ? value.source[0] : append(value, channels: node.channels).source[0]
      }
      let sum = Pending(source: terms)
      values.append(uses[index] > 1 ? append(sum, channels: node.channels) : sum)
    case .upsample(let factor):
      values.append(enlarge(inputs[0], by: factor, .nearest, channels: node.channels))
    case .insertZeros(let factor):
      values.append(enlarge(inputs[0], by: factor, .zeros, channels: node.channels))
    }
  }

  /// Adds a stage that reads `value`, and returns the value that it writes.
  @discardableResult
  mutating func append(
    _ value: Pending, _ convolution: Convolution? = nil, activation: Activation = .none,
    channels: Int
  ) -> Pending {
    maps.append(channels)
    let output = maps.count - 1
    stages.append(
      Stage(
        source: value.source, upsampling: value.upsampling, enlargement: value.enlargement,
        convolution: convolution, activation: activation, output: output, norm: nil))
    return Pending(source: [Term(map: output)])
  }

  private mutating func enlarge(
    _ value: Pending, by factor: Int, _ enlargement: Enlargement, channels: Int
  ) -> Pending {
    // One stage repeats pixels or puts zeros between them, not both.
    let isPlain = value.upsampling == 1 || value.enlargement == enlargement
    var value = isPlain ? value : append(value, channels: channels)
    value.upsampling *= factor
    value.enlargement = enlargement
    return value
  }

  /// Whether the stage that makes this map can still be asked for moments.
  private func takesMoments(_ map: MapIndex) -> Bool {
    map != StagedNetwork.input && stages[map - 1].norm == nil
  }
}

extension Pending {
  fileprivate var isRaw: Bool {
    source.count == 1 && source[0] == Term(map: source[0].map) && upsampling == 1
  }
}
