internal import Networks

extension ONNXInterpreter {
  mutating func activation(_ node: ONNXNode) throws -> Map {
    let x = try map(node)
    var result = x.giving(x.value)
    switch node.operation {
    case "Relu": result.value = try draft.activation(x.value, .relu)
    case "Sigmoid":
      (result.value, result.range) = (try draft.activation(x.value, .sigmoid), 0...1)
    case "Tanh": (result.value, result.range) = (try draft.activation(x.value, .tanh), -1...1)
    case "LeakyRelu":
      let slope = node.number("alpha", 0.01)
      result.value = try draft.leaky(
        x.value, slopes: [Float](repeating: slope, count: draft.channels(x.value)))
    case "PRelu":
      result.value = try draft.leaky(
        x.value, slopes: perChannel(node, constant(node, 1), of: x).map { Float($0) })
    default: return try clip(node, x)
    }
    return result
  }

  /// Appends a Clip. Pictures are clipped when they are stored; in the middle of a network, `min(x,
  /// h)` is `h − relu(h − x)`. Until opset 10 the bounds are attributes.
  private mutating func clip(_ node: ONNXNode, _ x: Map) throws -> Map {
    let lowest = -Double(Float.greatestFiniteMagnitude)
    let low =
      try node.has("min")
      ? Double(node.number("min", 0)) : optional(node, 1)?.values.first ?? lowest
    let high =
      try node.has("max")
      ? Double(node.number("max", 0)) : optional(node, 2)?.values.first ?? -lowest
    guard low <= high else { throw node.unsupported("bounds \(low) and \(high)") }
    let isOutput = node.outputs.first == model.output
    if isOutput, (low, high) == (0, 1) || (low, high) == (0, 255) || (low, high) == (-1, 1) {
      return x.giving(x.value, range: low...high)
    }
    let count = draft.channels(x.value)
    func uniform(_ scale: Double, _ shift: Double) -> ChannelMap {
      ChannelMap(
        scale: [Double](repeating: scale, count: count),
        shift: [Double](repeating: shift, count: count))
    }
    var (value, shift) = (x.value, 0.0)
    if low > lowest {
      value = try draft.activation(draft.mapped(value, uniform(1, -low), isOnlyUse: false), .relu)
      shift = low
    }
    if high < -lowest {
      value = try draft.activation(
        draft.mapped(value, uniform(-1, high - shift), isOnlyUse: false), .relu)
      value = try draft.mapped(value, uniform(-1, high), isOnlyUse: false)
    } else {
      value = try draft.mapped(value, uniform(1, shift), isOnlyUse: false)
    }
    let isBounded = low > lowest && high < -lowest
    return x.giving(value, range: isBounded ? low...high : nil)
  }

  mutating func arithmetic(_ node: ONNXNode) throws -> Map {
    if node.operation == "Neg" { return try mapped(node, map(node), 0, scale: [-1], shift: [0]) }
    guard node.inputs.count == 2 else {
      throw node.unsupported("\(node.inputs.count) inputs, expected 2")
    }
    let (left, right) = (operands[node.inputs[0]], operands[node.inputs[1]])
    switch (left, right) {
    case (.map(let x), .map(var y)):
      guard x.size == y.size, x.isChannelsLast == y.isChannelsLast,
        draft.channels(x.value) == draft.channels(y.value)
      else {
        throw node.unsupported("maps of different shapes")
      }
      switch node.operation {
      case "Add", "Sum": break
      case "Sub": y = try mapped(node, y, nil, scale: [-1], shift: [0])
      default:
        throw node.unsupported(
          "a product or quotient of two maps, which only instance norms that are written out may have"
        )
      }
      return x.giving(try draft.sum(x.value, y.value))
    case (.map(let x), .constant(let constant)):
      let values = try perChannel(node, constant, of: x)
      switch node.operation {
      case "Add", "Sum": return try mapped(node, x, 0, scale: [1], shift: values)
      case "Sub": return try mapped(node, x, 0, scale: [1], shift: values.map { -$0 })
      case "Mul": return try mapped(node, x, 0, scale: values, shift: [0])
      default: return try mapped(node, x, 0, scale: values.map { 1 / $0 }, shift: [0])
      }
    case (.constant(let constant), .map(let x)):
      let values = try perChannel(node, constant, of: x)
      switch node.operation {
      case "Add", "Sum": return try mapped(node, x, 1, scale: [1], shift: values)
      case "Sub": return try mapped(node, x, 1, scale: [-1], shift: values)
      case "Mul": return try mapped(node, x, 1, scale: values, shift: [0])
      default: throw node.unsupported("a number divided by a map")
      }
    default: throw node.unsupported("an input is not there, or is computed later")
    }
  }

  mutating func concatenation(_ node: ONNXNode) throws -> Map {
    let parts = try node.inputs.indices.map { try map(node, $0) }
    guard try axis(node, node.integer("axis", 1), rank: 4) == parts[0].axes.channels,
      parts.allSatisfy({
        $0.size == parts[0].size && $0.isChannelsLast == parts[0].isChannelsLast
      }),
      parts.reduce(0, { $0 + draft.channels($1.value) }) <= 4096
    else { throw node.unsupported("maps of different sizes, or not along the channels") }
    return parts[0].giving(try draft.concatenation(parts.map(\.value)))
  }

  /// Applies `scale · x + shift`, by channel.
  ///
  /// - Parameters:
  ///   - index: the number of the node's input that `x` is; nil when it is not one.
  ///   - scale: one number for all channels or one each, as for `shift`.
  private mutating func mapped(
    _ node: ONNXNode, _ x: Map, _ index: Int?, scale: [Double], shift: [Double]
  ) throws -> Map {
    let count = draft.channels(x.value)
    func all(_ values: [Double]) -> [Double] {
      values.count == 1 ? [Double](repeating: values[0], count: count) : values
    }
    let map = ChannelMap(scale: all(scale), shift: all(shift))
    guard (map.scale + map.shift).allSatisfy(\.isFinite) else {
      throw node.unsupported("a number that is not finite")
    }
    let value = try draft.mapped(
      x.value, map, isOnlyUse: index.map { isOnlyUse(node, $0) } ?? false)
    let ends = x.range.map { range in
      zip(map.scale, map.shift).flatMap {
        [range.lowerBound * $0 + $1, range.upperBound * $0 + $1]
      }
    }
    return x.giving(value, range: ends.map { $0.min()!...$0.max()! })
  }

  /// The numbers of a constant per channel: it has one number, or as many as there are channels
  /// along that axis.
  func perChannel(_ node: ONNXNode, _ constant: ONNXConstant, of x: Map) throws -> [Double] {
    let channels = draft.channels(x.value)
    let shape = [Int](repeating: 1, count: max(4 - constant.shape.count, 0)) + constant.shape
    let axis = x.axes.channels
    guard shape.count == 4, shape.indices.allSatisfy({ $0 == axis || shape[$0] == 1 }),
      shape[axis] == 1 || shape[axis] == channels
    else {
      throw node.unsupported("a constant of shape \(constant.shape) for \(channels) channels")
    }
    return shape[axis] == channels
      ? constant.values : [Double](repeating: constant.values[0], count: channels)
  }
}
