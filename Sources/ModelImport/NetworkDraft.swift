internal import Networks
internal import StyleLibrary

/// A network under construction from a foreign file.
///
/// Foreign operations become those of ``Graph``. A scale and shift per channel (batch norm, colour
/// ranges, constants) is folded into adjacent weights where that changes nothing, padding into the
/// convolution that follows; the rest become 1 × 1 convolutions.
struct NetworkDraft {
  /// A result of the draft: `border(map(node))`.
  struct Value {
    fileprivate(set) var node: Graph.Value
    fileprivate(set) var map: ChannelMap?
    fileprivate(set) var border = Border.none
    /// The convolution or norm that made it, as long as nothing is pending.
    fileprivate(set) var origin = Origin.other
  }

  enum Origin {
    case convolution(String)
    case norm(String)
    case other
  }

  /// The most weights of all convolutions together.
  static let weightLimit = 1 << 26

  private(set) var graph = Graph()
  private(set) var kernels: [String: Kernel] = [:]
  private(set) var biases: [String: [Double]] = [:]
  private(set) var norms: [String: NormVectors] = [:]
  /// The number of weights so far.
  private var count = 0

  var input: Value { Value(node: graph.input) }

  func channels(_ x: Value) -> Int { graph.channels(x.node) }

  // MARK: Operations

  /// Appends a convolution, into which pending scales, shifts and borders are folded where
  /// possible.
  ///
  /// - Parameter border: the border that the convolution itself adds.
  mutating func convolution(
    _ x: Value, _ kernel: Kernel, bias: [Float]?, stride: Int = 1, border: Border = .none
  ) throws -> Value {
    var x = x
    var border = border
    guard kernel.height == kernel.width, (bias?.count ?? kernel.outputs) == kernel.outputs else {
      throw NetworkError.tensorShape(
        name: "bias", expected: [kernel.outputs], found: [bias?.count ?? kernel.outputs])
    }
    if !x.border.isEmpty {
      if border.isEmpty {
        (border, x.border) = (x.border, .none)
      } else if border.padding == .zero, x.border.padding == .zero {
        border.leading += x.border.leading
        border.trailing += x.border.trailing
        x.border = .none
      } else {
        x = try settled(x)
      }
    }
    var (kernel, bias) = (
      kernel, bias?.map(Double.init) ?? [Double](repeating: 0, count: kernel.outputs)
    )
    if let map = x.map {
      if border.repeatsPixels || map.hasNoShift {
        kernel.take(map, into: &bias)
        x.map = nil
      } else {
        x = try settled(x)
      }
    }
    return try append(x, kernel, bias, stride: stride, border: border)
  }

  /// Appends a transposed convolution: zeros inserted between pixels, then a convolution.
  ///
  /// - Parameters:
  ///   - kernel: (inputs, outputs, height, width), square.
  ///   - padding: the number of pixels left out at the top and left of the result.
  ///   - trailing: the number of pixels left out at the bottom and right, less those added there.
  mutating func transposedConvolution(
    _ x: Value, _ kernel: Kernel, bias: [Float]?, stride: Int, padding: Int, trailing: Int
  ) throws -> Value {
    var x = x.border.isEmpty ? x : try settled(x)
    if stride > 1 {
      x = try insertZeros(x, by: stride)
    } else if let map = x.map, !map.hasNoShift {
      x = try settled(x)
    }
    // The enlarged map has `stride − 1` rows of zeros after its last row of pixels.
    let border = Border(
      padding: .zero, leading: kernel.height - 1 - padding,
      trailing: kernel.height - stride - trailing)
    return try convolution(x, try kernel.transposed(), bias: bias, border: border)
  }

  mutating func norm(_ x: Value, _ vectors: NormVectors, epsilon: Double) throws -> Value {
    let x = try settled(x)
    try expect(vectors.gamma.count, of: x)
    let name = "norm\(norms.count + 1)"
    let node = try graph.norm(x.node, Norm(name, channels: channels(x), epsilon: epsilon))
    norms[name] = vectors
    return Value(node: node, origin: .norm(name))
  }

  mutating func activation(_ x: Value, _ activation: Activation) throws -> Value {
    Value(node: graph.activation(try settled(x).node, activation))
  }

  mutating func sum(_ x: Value, _ y: Value) throws -> Value {
    let (x, y) = (try settled(x), try settled(y))
    return Value(node: try graph.sum(x.node, y.node))
  }

  /// Appends a nearest-neighbour enlargement.
  mutating func upsample(_ x: Value, by factor: Int) throws -> Value {
    var x = x.border.isEmpty ? x : try settled(x)
    guard factor > 1 else { return x }
    x.node = graph.upsample(x.node, by: factor)
    x.origin = .other
    return x
  }

  /// Appends an enlargement with zeros to the right of and below each pixel.
  mutating func insertZeros(_ x: Value, by factor: Int) throws -> Value {
    var x = x.border.isEmpty ? x : try settled(x)
    if let map = x.map, !map.hasNoShift { x = try settled(x) }
    x.node = graph.insertZeros(x.node, by: factor)
    x.origin = .other
    return x
  }

  mutating func bordered(_ x: Value, _ border: Border) throws -> Value {
    var x = x.border.isEmpty ? x : try settled(x)
    x.border = border
    x.origin = .other
    return x
  }

  /// Applies `scale · x + shift`, by channel.
  ///
  /// - Parameter isOnlyUse: whether nothing else reads `x`, so that the operation that made it may
  ///   be changed.
  mutating func mapped(_ x: Value, _ map: ChannelMap, isOnlyUse: Bool) throws -> Value {
    try expect(map.scale.count, of: x)
    if map.isIdentity { return x }
    if isOnlyUse {
      switch x.origin {
      case .convolution(let name):
        kernels[name]!.scaleOutputs(by: map.scale)
        biases[name] = zip(zip(biases[name]!, map.scale).map(*), map.shift).map(+)
        return x
      case .norm(let name):
        norms[name]!.take(map)
        return x
      case .other: break
      }
    }
    var x = x.border.repeatsPixels || map.hasNoShift ? x : try settled(x)
    x.map = x.map?.then(map) ?? map
    x.origin = .other
    return x
  }

  // MARK: Result

  /// Finishes the network, whose result is `output`.
  mutating func finished(_ output: Value) throws -> (Graph, Weights, StyleVectors) {
    graph.output = try settled(output).node
    var tensors: [String: Tensor] = [:]
    for (name, kernel) in kernels {
      tensors[name + ".weight"] = Tensor(
        shape: [kernel.outputs, kernel.inputs, kernel.height, kernel.width], values: kernel.values)
      tensors[name + ".bias"] = Tensor(
        shape: [kernel.outputs], values: biases[name]!.map { Float($0) })
    }
    return (graph, Weights(tensors), StyleVectors(norms))
  }

  // MARK: -

  func expect(_ count: Int, of x: Value) throws {
    guard count == channels(x) else {
      throw NetworkError.channels(
        operation: "a scale, shift or slope", expected: channels(x), found: count)
    }
  }

  /// The value after its pending scale, shift and border were applied as convolutions.
  private mutating func settled(_ x: Value) throws -> Value {
    var x = x
    if let map = x.map {
      x.map = nil
      let border = x.border
      x.border = .none
      x = try append(
        x, try Kernel(diagonal: map.scale.map { Float($0) }), map.shift, stride: 1, border: .none)
      x.border = border
    }
    if !x.border.isEmpty {
      let border = x.border
      x.border = .none
      let ones = [Float](repeating: 1, count: channels(x))
      let zeros = [Double](repeating: 0, count: channels(x))
      x = try append(x, try Kernel(diagonal: ones), zeros, stride: 1, border: border)
      x.origin = .other
    }
    return x
  }

  private mutating func append(
    _ x: Value, _ kernel: Kernel, _ bias: [Double], stride: Int, border: Border
  ) throws -> Value {
    let name = "convolution\(kernels.count + 1)"
    guard kernel.outputs > 0, kernel.inputs > 0, kernel.height > 0 else {
      throw NetworkError.tensorShape(
        name: name, expected: [1, channels(x), 1, 1],
        found: [kernel.outputs, kernel.inputs, kernel.height, kernel.width])
    }
    count += kernel.values.count
    guard count <= Self.weightLimit else {
      throw ModelError.tooManyWeights(count: count, limit: Self.weightLimit)
    }
    // Where nothing is added, both kinds of padding are the same; backends like this one.
    let convolution = Convolution(
      name, from: kernel.inputs, to: kernel.outputs, kernel: kernel.height, stride: stride,
      padding: border.repeatsPixels ? .reflection : .zero, amount: border.leading,
      trailing: border.trailing)
    let node = try graph.convolution(x.node, convolution)
    (kernels[name], biases[name]) = (kernel, bias)
    return Value(node: node, origin: .convolution(name))
  }
}

extension Kernel {
  /// Turns a convolution of `scale · x + shift` into one of x.
  fileprivate mutating func take(_ map: ChannelMap, into bias: inout [Double]) {
    for output in 0..<outputs {
      for input in 0..<inputs {
        for u in 0..<height {
          for v in 0..<width {
            let weight = Double(self[output, input, u, v])
            bias[output] += weight * map.shift[input]
            self[output, input, u, v] = Float(weight * map.scale[input])
          }
        }
      }
    }
  }

  fileprivate mutating func scaleOutputs(by scale: [Double]) {
    let each = values.count / outputs
    for index in values.indices {
      values[index] = Float(Double(values[index]) * scale[index / each])
    }
  }
}

extension NormVectors {
  /// Folds a scale and shift after the norm into it.
  fileprivate mutating func take(_ map: ChannelMap) {
    gamma = zip(gamma, map.scale).map { Float(Double($0) * $1) }
    beta = zip(zip(beta, map.scale), map.shift).map { Float(Double($0.0) * $0.1 + $1) }
  }
}
