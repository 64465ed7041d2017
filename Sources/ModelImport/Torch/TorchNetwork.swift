internal import Networks
internal import StyleLibrary

/// A network of Johnson's shape (Johnson et al. 2016) in a checkpoint, found by shapes: convolutions
/// from three channels to ever more at half the size each, residual blocks, enlargements back, a
/// convolution to three channels.
struct TorchNetwork {
  private struct Shape {
    /// The numbers of the layers before the residual blocks: the first at full size, each of the others halving it.
    var down: [Int] = []
    var residual: [(first: Int, second: Int)] = []
    var up: [(layer: Int, isTransposed: Bool)] = []
    var last = 0
  }

  private let layers: [TorchLayer]
  private let shape: Shape
  private let family: TorchFamily
  /// Whether the file has norms. Those that neither scale nor shift leave nothing in it, and a network of this shape
  /// without any does not learn.
  private var hasNorms: Bool { layers.contains { $0.norm != nil } }

  /// - Throws: ``ModelError/unrecognisedNetwork``, which lists the file's tensors.
  init(_ checkpoint: TorchCheckpoint) throws {
    layers = try LayerList(checkpoint).layers
    guard let shape = Self.shape(layers) else {
      throw ModelError.unrecognisedNetwork(
        path: checkpoint.file.path,
        expected:
          "convolutions from 3 channels down by halves, residual blocks of two convolutions,"
          + " as many enlargements as halvings, a convolution to 3 channels",
        found: checkpoint.tensors.prefix(200).map { "\($0.name.printable) \($0.tensor.shape)" })
    }
    self.shape = shape
    family = TorchFamily(layers, hasTransposed: shape.up.contains { $0.isTransposed })
  }

  private static func shape(_ layers: [TorchLayer]) -> Shape? {
    var shape = Shape()
    var channels = 3
    func sides(_ layer: Int) -> [Int] { layers[layer].weight.shape }
    let areSquare = layers.indices.allSatisfy { layer in
      sides(layer)[2] == sides(layer)[3] && sides(layer)[2] % 2 == 1
        && sides(layer).allSatisfy { $0 > 0 }
    }
    guard areSquare else { return nil }
    var next = 0
    while next < layers.count, sides(next)[1] == channels, sides(next)[0] != channels {
      shape.down.append(next)
      channels = sides(next)[0]
      next += 1
    }
    while next + 1 < layers.count, sides(next)[0] == channels, sides(next)[1] == channels,
      sides(next + 1)[0] == channels, sides(next + 1)[1] == channels
    {
      shape.residual.append((first: next, second: next + 1))
      next += 2
    }
    while next + 1 < layers.count {
      let isTransposed = sides(next)[1] != channels
      guard sides(next)[isTransposed ? 0 : 1] == channels else { return nil }
      shape.up.append((layer: next, isTransposed: isTransposed))
      channels = sides(next)[isTransposed ? 1 : 0]
      next += 1
    }
    guard next == layers.count - 1, Array(sides(next).prefix(2)) == [3, channels],
      shape.down.count == shape.up.count + 1, !shape.residual.isEmpty
    else { return nil }
    shape.last = next
    return shape
  }

  /// The network in our terms.
  func imported(_ choices: ImportChoices) throws -> ImportedNetwork {
    let (input, output) = (choices.input ?? family.format, choices.output ?? family.format)
    var draft = NetworkDraft()
    var x = try draft.photograph(as: input)
    for (index, layer) in shape.down.enumerated() {
      x = try draft.activation(
        normed(layer, try convolution(layer, x, stride: index == 0 ? 1 : 2, &draft), &draft), .relu)
    }
    for block in shape.residual {
      let inner = try draft.activation(
        normed(block.first, try convolution(block.first, x, &draft), &draft), .relu)
      x = try draft.sum(
        x, normed(block.second, try convolution(block.second, inner, &draft), &draft))
    }
    for (layer, isTransposed) in shape.up {
      let enlarged =
        isTransposed
        ? try transposed(layer, x, &draft)
        : try convolution(layer, draft.upsample(x, by: 2), &draft)
      x = try draft.activation(normed(layer, enlarged, &draft), .relu)
    }
    x = try normed(shape.last, try convolution(shape.last, x, &draft), &draft)
    if let (scale, shift) = family.tangent {
      let map = ChannelMap(
        scale: [Double](repeating: scale, count: 3), shift: [Double](repeating: shift, count: 3))
      x = try draft.mapped(draft.activation(x, .tanh), map, isOnlyUse: true)
    }
    x = try draft.painting(x, from: output)
    let (graph, weights, style) = try draft.finished(x)
    var assumptions = family.assumptions
    if !hasNorms {
      assumptions.append("instance norms without numbers after every convolution but the last")
    }
    if choices.input == nil, family == .other { assumptions.append("pictures as \(input)") }
    return ImportedNetwork(
      graph: graph, weights: weights, style: style, architecture: family.rawValue, input: input,
      output: output, assumptions: assumptions)
  }

  private func kernel(_ layer: Int) -> Kernel {
    let weight = layers[layer].weight
    return Kernel(
      outputs: weight.shape[0], inputs: weight.shape[1], height: weight.shape[2],
      width: weight.shape[3], values: weight.values)
  }

  private func convolution(
    _ layer: Int, _ x: NetworkDraft.Value, stride: Int = 1, _ draft: inout NetworkDraft
  ) throws -> NetworkDraft.Value {
    let kernel = kernel(layer)
    let half = kernel.height / 2
    return try draft.convolution(
      x, kernel, bias: layers[layer].bias, stride: stride,
      border: Border(
        padding: family.padding(stride: stride), leading: half, trailing: half))
  }

  private func transposed(_ layer: Int, _ x: NetworkDraft.Value, _ draft: inout NetworkDraft) throws
    -> NetworkDraft.Value
  {
    let kernel = kernel(layer)
    let half = kernel.height / 2
    return try draft.transposedConvolution(
      x, kernel, bias: layers[layer].bias, stride: 2, padding: half, trailing: half - 1)
  }

  private func normed(_ layer: Int, _ x: NetworkDraft.Value, _ draft: inout NetworkDraft) throws
    -> NetworkDraft.Value
  {
    guard let norm = layers[layer].norm else {
      guard !hasNorms, layer != shape.last else { return x }
      let count = draft.channels(x)
      let vectors = NormVectors(
        gamma: [Float](repeating: 1, count: count), beta: [Float](repeating: 0, count: count))
      return try draft.norm(x, vectors, epsilon: 1e-5)
    }
    if layers[layer].isBatchNorm {
      let map = ChannelMap(scale: norm.gamma.map(Double.init), shift: norm.beta.map(Double.init))
      return try draft.mapped(x, map, isOnlyUse: true)
    }
    return try draft.norm(x, norm, epsilon: 1e-5)
  }
}
