internal import Networks

extension ONNXInterpreter {
  /// The result of a node that is a step of an instance norm written out; nil where it is none.
  mutating func moments(_ node: ONNXNode) throws -> Operand? {
    switch node.operation {
    case "ReduceMean", "GlobalAveragePool": return .moments(try mean(node))
    case "Add", "Sub", "Mul", "Div", "Neg", "Pow", "Sqrt", "Reciprocal", "Identity",
      "Cast", "Transpose", "Reshape":
      break
    default: return nil
    }
    let inputs = node.inputs.map { operands[$0] }
    guard inputs.contains(where: { if case .moments? = $0 { true } else { false } }) else {
      return nil
    }
    let result: Operand?
    switch (inputs.first ?? nil, inputs.dropFirst().first ?? nil) {
    case (.moments(let part)?, _) where ["Transpose", "Reshape"].contains(node.operation):
      result = try turned(node, part).map { .moments($0) }
    case (.moments(let part)?, nil): result = alone(node, part).map { .moments($0) }
    case (.moments(let part)?, .constant(let constant)?):
      result = try combined(node, part, constant, isFirst: true).map { .moments($0) }
    case (.constant(let constant)?, .moments(let part)?):
      result = try combined(node, part, constant, isFirst: false).map { .moments($0) }
    case (.moments(let part)?, .map(let map)?): result = combined(node, map, part, isFirst: false)
    case (.map(let map)?, .moments(let part)?): result = combined(node, map, part, isFirst: true)
    case (.moments(let left)?, .moments(let right)?): result = try combined(node, left, right)
    default: result = nil
    }
    guard let result else {
      let parts = inputs.compactMap { if case .moments(let part)? = $0 { part } else { nil } }
      throw node.unsupported(
        "\(parts.map(\.description).joined(separator: " and ")), which is no step of an instance norm"
      )
    }
    return result
  }

  /// The mean of a map or of its squares over rows and columns.
  private func mean(_ node: ONNXNode) throws -> ONNXMoments {
    let source: Map
    var squares: ONNXMoments?
    switch operands[node.inputs.first ?? ""] {
    case .map(let map)?: source = map
    case .moments(let part)? where part.kind == .squares: (source, squares) = (part.map, part)
    default: throw node.unsupported("a mean of something else than a map or its squares")
    }
    if node.operation == "ReduceMean" {
      let axes = try node.integers("axes") ?? optional(node, 1)?.integers ?? []
      let counted = try axes.map { try axis(node, $0, rank: 4) }.sorted()
      guard counted == [source.axes.rows, source.axes.columns], node.integer("keepdims", 1) == 1
      else {
        throw node.unsupported(
          "a mean over the axes \(axes), expected one over rows and columns that keeps them")
      }
    } else if source.isChannelsLast {
      throw node.unsupported("input 0 has its channels last")
    }
    return squares?.changed(.variance)
      ?? ONNXMoments(.mean, of: source, channels: draft.channels(source.value))
  }

  /// The part with channels last, or first again. Moments have one row and one column, so exporters may also express
  /// that by a Reshape.
  private func turned(_ node: ONNXNode, _ part: ONNXMoments) throws -> ONNXMoments? {
    let isChannelsLast: Bool
    if node.operation == "Transpose" {
      switch node.integers("perm") {
      case [0, 2, 3, 1] where !part.isChannelsLast: isChannelsLast = true
      case [0, 3, 1, 2] where part.isChannelsLast: isChannelsLast = false
      default: return nil
      }
    } else {
      let channels = draft.channels(part.source.value)
      guard !part.isMap else { return nil }
      switch try constant(node, 1).integers {
      case [1, channels, 1, 1]: isChannelsLast = false
      case [1, 1, 1, channels]: isChannelsLast = true
      default: return nil
      }
    }
    return part.changed(part.kind) { $0.isChannelsLast = isChannelsLast }
  }

  private func alone(_ node: ONNXNode, _ part: ONNXMoments) -> ONNXMoments? {
    switch (node.operation, part.kind) {
    case ("Identity", _), ("Cast", _): part
    case ("Sqrt", .variance): part.changed(.deviation)
    case ("Reciprocal", .deviation): part.changed(.reciprocal)
    case ("Neg", .centred), ("Neg", .reciprocal), ("Neg", .scaledMean):
      part.changed(part.kind) {
        $0.scale = $0.scale.map(-)
        $0.shift = $0.shift.map(-)
      }
    default: nil
    }
  }

  private func combined(
    _ node: ONNXNode, _ part: ONNXMoments, _ constant: ONNXConstant, isFirst: Bool
  ) throws -> ONNXMoments? {
    let numbers = try perChannel(node, constant, of: part.map)
    guard numbers.allSatisfy(\.isFinite) else { return nil }
    let isUniform = numbers.allSatisfy { $0 == numbers[0] }
    switch (node.operation, part.kind) {
    case ("Pow", .centred) where isFirst && isUniform && numbers[0] == 2:
      return part.scale.allSatisfy { abs($0) == 1 } ? part.changed(.squares) : nil
    case ("Pow", .variance) where isFirst && isUniform && abs(numbers[0]) == 0.5:
      return part.changed(numbers[0] > 0 ? .deviation : .reciprocal)
    case ("Add", .variance) where isUniform && numbers[0] >= 0:
      return part.changed(.variance) { $0.epsilon += numbers[0] }
    case ("Div", .deviation) where !isFirst: return part.changed(.reciprocal) { $0.scale = numbers }
    case ("Mul", .centred), ("Mul", .reciprocal), ("Mul", .scaledMap):
      return part.changed(part.kind) { $0.scale = zip($0.scale, numbers).map(*) }
    case ("Add", .scaledMean):
      return part.changed(.scaledMean) { $0.shift = zip($0.shift, numbers).map(+) }
    case ("Sub", .scaledMean):
      let sign = isFirst ? 1.0 : -1
      return part.changed(.scaledMean) {
        $0.scale = $0.scale.map { sign * $0 }
        $0.shift = zip($0.shift, numbers).map { sign * ($0 - $1) }
      }
    default: return nil
    }
  }

  private func combined(_ node: ONNXNode, _ map: Map, _ part: ONNXMoments, isFirst: Bool)
    -> Operand?
  {
    guard part.isOf(map) else { return nil }
    switch (node.operation, part.kind) {
    case ("Sub", .mean):
      return .moments(
        part.changed(.centred) { if !isFirst { $0.scale = $0.scale.map(-) } })
    case ("Mul", .reciprocal): return .moments(part.changed(.scaledMap))
    case ("Div", .deviation) where isFirst: return .moments(part.changed(.scaledMap))
    default: return nil
    }
  }

  private mutating func combined(_ node: ONNXNode, _ left: ONNXMoments, _ right: ONNXMoments) throws
    -> Operand?
  {
    guard left.isOf(right.map) else { return nil }
    switch (node.operation, left.kind, right.kind) {
    case ("Mul", .centred, .centred):
      let isSquare = zip(left.scale, right.scale).allSatisfy { $0 * $1 == 1 }
      return isSquare ? .moments(left.changed(.squares)) : nil
    case ("Mul", .mean, .reciprocal): return .moments(right.changed(.scaledMean))
    case ("Mul", .reciprocal, .mean): return .moments(left.changed(.scaledMean))
    case ("Mul", .centred, .reciprocal), ("Mul", .reciprocal, .centred):
      let deviation = left.kind == .reciprocal ? left : right
      return try norm(deviation, scale: zip(left.scale, right.scale).map(*), shift: left.shift)
    case ("Div", .centred, .deviation): return try norm(right, scale: left.scale, shift: left.shift)
    case ("Add", .scaledMap, .scaledMean) where left.scale == right.scale.map(-):
      return try norm(left, scale: left.scale, shift: right.shift)
    case ("Add", .scaledMean, .scaledMap) where right.scale == left.scale.map(-):
      return try norm(right, scale: right.scale, shift: left.shift)
    case ("Sub", .scaledMap, .scaledMean) where left.scale == right.scale:
      return try norm(left, scale: left.scale, shift: right.shift.map(-))
    default: return nil
    }
  }

  /// Appends the instance norm, all of whose steps have been found.
  private mutating func norm(_ part: ONNXMoments, scale: [Double], shift: [Double]) throws
    -> Operand
  {
    let vectors = NormVectors(gamma: scale.map { Float($0) }, beta: shift.map { Float($0) })
    // Models that add nothing to the variance divide a constant map by zero; ours gives zeros.
    let value = try draft.norm(
      part.source.value, vectors, epsilon: min(max(part.epsilon, 1e-12), 1))
    return .map(part.map.giving(value))
  }
}
