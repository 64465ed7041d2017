/// A change of a network's convolutions that makes a style: of few ranks (LoRA, Hu et al. 2021), in
/// full, or both.
///
/// The convolution `name` of a network with weights W gets `W + B·A + D`. A (rank, inputs, kernel,
/// kernel), B (outputs, rank) and D, in the shape of W, are named `name.a`, `name.b` and `name.delta`.
/// Biases stay as they are. An adapter without layers is the identity.
package struct Adapter: Hashable, Sendable {
  /// The product B·A.
  package struct LowRank: Hashable, Sendable {
    /// The factor A, (rank, inputs, kernel, kernel).
    package var a: Tensor
    /// The factor B, (outputs, rank).
    package var b: Tensor

    package init(a: Tensor, b: Tensor) {
      self.a = a
      self.b = b
    }
  }

  /// The change of one convolution.
  package struct Layer: Hashable, Sendable {
    package var lowRank: LowRank?
    /// The full difference D, (outputs, inputs, kernel, kernel).
    package var difference: Tensor?

    package init(lowRank: LowRank? = nil, difference: Tensor? = nil) {
      self.lowRank = lowRank
      self.difference = difference
    }
  }

  /// The ranks that an adapter may have for one convolution. A mix may have more.
  package static let ranks = 1...256

  /// The changes, by the name of the convolution.
  package var layers: [String: Layer]

  package init(_ layers: [String: Layer] = [:]) {
    self.layers = layers
  }

  package var isIdentity: Bool { layers.isEmpty }

  /// Sorts tensors into layers by their names.
  ///
  /// - Throws: ``NetworkError/adapterTensor(name:)`` for a tensor that is no part of an adapter,
  ///   ``NetworkError/adapterHalf(found:missing:)`` for half of a pair.
  package init(tensors: [String: Tensor]) throws {
    self.init()
    var pairs: [String: (a: Tensor?, b: Tensor?)] = [:]
    for (name, tensor) in tensors {
      guard let dot = name.lastIndex(of: "."), dot != name.startIndex else {
        throw NetworkError.adapterTensor(name: name)
      }
      let layer = String(name[..<dot])
      switch name[name.index(after: dot)...] {
      case "a": pairs[layer, default: (nil, nil)].a = tensor
      case "b": pairs[layer, default: (nil, nil)].b = tensor
      case "delta": layers[layer, default: Layer()].difference = tensor
      default: throw NetworkError.adapterTensor(name: name)
      }
    }
    for (layer, pair) in pairs {
      guard let a = pair.a else {
        throw NetworkError.adapterHalf(found: layer + ".b", missing: layer + ".a")
      }
      guard let b = pair.b else {
        throw NetworkError.adapterHalf(found: layer + ".a", missing: layer + ".b")
      }
      layers[layer, default: Layer()].lowRank = LowRank(a: a, b: b)
    }
  }

  /// The tensors by their names, as ``init(tensors:)`` takes them.
  package var tensors: [String: Tensor] {
    var tensors: [String: Tensor] = [:]
    for (name, layer) in layers {
      tensors[name + ".a"] = layer.lowRank?.a
      tensors[name + ".b"] = layer.lowRank?.b
      tensors[name + ".delta"] = layer.difference
    }
    return tensors
  }

  /// - Throws: ``NetworkError`` when a layer is none of the network's, a rank is out of bounds, or a
  ///   tensor has another shape or a value that is not finite.
  package func validate(for network: StagedNetwork) throws {
    let convolutions = network.stages.compactMap(\.convolution)
    let unknown = Set(layers.keys).subtracting(convolutions.map(\.name))
    if let name = unknown.min() { throw NetworkError.adapterLayer(name: name) }
    for convolution in convolutions {
      guard let layer = layers[convolution.name] else { continue }
      if let rank = layer.lowRank.map({ $0.a.shape.first ?? 0 }), !Self.ranks.contains(rank) {
        throw NetworkError.adapterRank(
          layer: convolution.name, found: rank, allowed: Self.ranks)
      }
      try layer.checkShapes(for: convolution)
    }
    for (name, tensor) in tensors where !tensor.isFinite {
      throw NetworkError.notFinite(tensor: name)
    }
  }
}

extension Adapter {
  /// The weighted sum of adapters of one network; their ranks add up. Weights are used as they are; they need not add
  /// up to one. An adapter with weight zero leaves no trace.
  package static func mix(_ parts: [(adapter: Adapter, weight: Float)]) -> Adapter {
    var mixed = Adapter()
    for (adapter, weight) in parts where weight != 0 {
      for (name, layer) in adapter.layers {
        mixed.layers[name, default: Layer()].add(layer, times: weight)
      }
    }
    return mixed
  }
}

extension Adapter.Layer {
  /// - Throws: ``NetworkError/tensorShape(name:expected:found:)``.
  func checkShapes(for convolution: Convolution) throws {
    func check(_ tensor: Tensor, _ part: String, _ shape: [Int]) throws {
      guard tensor.shape == shape else {
        throw NetworkError.tensorShape(
          name: "\(convolution.name).\(part)", expected: shape, found: tensor.shape)
      }
    }
    if let (a, b) = lowRank.map({ ($0.a, $0.b) }) {
      let rank = a.shape.first ?? 0
      try check(a, "a", [rank] + convolution.weightShape.dropFirst())
      try check(b, "b", [convolution.outputChannels, rank])
    }
    if let difference { try check(difference, "delta", convolution.weightShape) }
  }

  fileprivate mutating func add(_ other: Adapter.Layer, times weight: Float) {
    if let pair = other.lowRank { lowRank = lowRank.joined(to: pair, times: weight) }
    if let values = other.difference?.values {
      let scaled = values.map { $0 * weight }
      let sum = difference.map { zip($0.values, scaled).map(+) } ?? scaled
      difference = Tensor(shape: other.difference!.shape, values: sum)
    }
  }

  /// `weight + B·A + D`, row by row in the order of the ranks, so that the sum is the same everywhere.
  ///
  /// - Parameter weight: (outputs, inputs, kernel, kernel).
  func added(to weight: [Float]) -> [Float] {
    var sum = weight
    sum.withUnsafeMutableBufferPointer { sum in
      if let difference { Self.add(difference.values, times: 1, to: sum) }
      guard let lowRank else { return }
      let (rank, depth) = (lowRank.a.shape[0], sum.count / lowRank.b.shape[0])
      lowRank.a.values.withUnsafeBufferPointer { a in
        for (index, factor) in lowRank.b.values.enumerated() {
          let (output, row) = index.quotientAndRemainder(dividingBy: rank)
          Self.add(
            UnsafeBufferPointer(rebasing: a[row * depth..<(row + 1) * depth]), times: factor,
            to: UnsafeMutableBufferPointer(rebasing: sum[output * depth..<(output + 1) * depth]))
        }
      }
    }
    return sum
  }

  private static func add(
    _ values: [Float], times factor: Float, to sum: UnsafeMutableBufferPointer<Float>
  ) {
    values.withUnsafeBufferPointer { add($0, times: factor, to: sum) }
  }

  /// Adds scaled values to sums.
  ///
  /// - Precondition: There are as many values as sums.
  @inline(__always)
  private static func add(
    _ values: UnsafeBufferPointer<Float>, times factor: Float,
    to sum: UnsafeMutableBufferPointer<Float>
  ) {
    precondition(values.count == sum.count, "\(values.count) values for \(sum.count) sums")
    guard let values = values.baseAddress, let sums = sum.baseAddress else { return }
    for index in 0..<sum.count { sums[index] += factor * values[index] }
  }
}

extension Adapter.LowRank? {
  /// The sum of two products as one product: `B·A + weight · B′·A′ = [B, weight · B′] · [A; A′]`.
  fileprivate func joined(to other: Adapter.LowRank, times weight: Float) -> Adapter.LowRank {
    let outputs = other.b.shape[0]
    let (first, second) = (self?.a.shape[0] ?? 0, other.a.shape[0])
    var (a, b) = (self?.a.values ?? [], [Float]())
    a += other.a.values
    b.reserveCapacity(outputs * (first + second))
    for output in 0..<outputs {
      if let self { b += self.b.values[output * first..<(output + 1) * first] }
      for value in other.b.values[output * second..<(output + 1) * second] {
        b.append(value * weight)
      }
    }
    return Adapter.LowRank(
      a: Tensor(shape: [first + second] + other.a.shape.dropFirst(), values: a),
      b: Tensor(shape: [outputs, first + second], values: b))
  }
}
