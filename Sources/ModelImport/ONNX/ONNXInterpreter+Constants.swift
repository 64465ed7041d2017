internal import Glibc
internal import StyleLibrary

extension ONNXInterpreter {
  /// The result of an operation on constants alone.
  func folded(_ node: ONNXNode) throws -> ONNXConstant {
    func required(_ constant: ONNXConstant?) throws -> ONNXConstant {
      guard let constant else { throw node.unsupported("the shapes of its constants do not fit") }
      return constant
    }
    switch node.operation {
    case "Constant": return try literal(node)
    case "Shape": return ONNXConstant(integers: try shape(node))
    case "ConstantOfShape":
      let shape = try constant(node, 0).integers
      guard let count = ONNXConstant.count(shape, limit: ONNXConstant.computedLimit) else {
        throw node.unsupported("a constant of shape \(shape)")
      }
      let value = try node.tensor("value").map(ONNXTensorReader(path: model.path).constant)
      return ONNXConstant(
        shape: shape, values: [Double](repeating: value?.values.first ?? 0, count: count),
        isInteger: value?.isInteger ?? false)
    case "Identity": return try constant(node, 0)
    case "Cast":
      var result = try constant(node, 0)
      result.isInteger = ![1, 10, 11, 16].contains(node.integer("to", 1))
      if result.isInteger { result.values = result.values.map { $0.rounded(.towardZero) } }
      return result
    case "Reshape":
      let source = try constant(node, 0)
      var shape = try constant(node, 1).integers
      for axis in shape.indices where shape[axis] == 0 && axis < source.shape.count {
        shape[axis] = source.shape[axis]
      }
      return try required(source.reshaped(to: shape))
    case "Unsqueeze", "Squeeze": return try required(refolded(node))
    case "Flatten":
      let source = try constant(node, 0)
      return try required(source.reshaped(to: [1, -1]))
    case "Transpose":
      let source = try constant(node, 0)
      return try required(
        source.transposed(node.integers("perm") ?? source.shape.indices.reversed()))
    case "Gather":
      let (source, indices) = (try constant(node, 0), try constant(node, 1))
      let axis = try self.axis(node, node.integer("axis", 0), rank: source.shape.count)
      let wanted = indices.integers.map { $0 < 0 ? $0 + source.shape[axis] : $0 }
      guard wanted.allSatisfy({ (0..<source.shape[axis]).contains($0) }) else {
        throw node.unsupported("indices \(indices.integers.prefix(8)) of \(source.shape[axis])")
      }
      let rest = source.values.count / max(source.shape[axis], 1)
      guard wanted.count <= ONNXConstant.computedLimit / max(rest, 1) else {
        throw node.unsupported("\(wanted.count) times \(rest) numbers")
      }
      var chosen = source.shape.map { Array(0..<$0) }
      chosen[axis] = wanted
      let picked = source.selected(chosen)
      let shape = source.shape[..<axis] + indices.shape + source.shape[(axis + 1)...]
      return try required(picked.reshaped(to: Array(shape)))
    case "Slice":
      let source = try constant(node, 0)
      var chosen = source.shape.map { Array(0..<$0) }
      for part in try slices(node, source.shape) { chosen[part.axis] = part.indices }
      return source.selected(chosen)
    case "Concat":
      let parts = try node.inputs.indices.map { try constant(node, $0) }
      let axis = try self.axis(node, node.integer("axis", 0), rank: parts.first?.shape.count ?? 0)
      guard parts.allSatisfy({ $0.shape.count == 1 }), axis == 0 else {
        throw node.unsupported("constants of shapes \(parts.map(\.shape))")
      }
      return ONNXConstant(
        shape: [parts.reduce(0) { $0 + $1.values.count }], values: parts.flatMap(\.values),
        isInteger: parts.allSatisfy(\.isInteger))
    case "Add": return try required(constant(node, 0).combined(constant(node, 1), +))
    case "Sub": return try required(constant(node, 0).combined(constant(node, 1), -))
    case "Mul": return try required(constant(node, 0).combined(constant(node, 1), *))
    case "Div":
      var result = try required(constant(node, 0).combined(constant(node, 1), /))
      if result.isInteger { result.values = result.values.map { $0.rounded(.towardZero) } }
      return result
    case "Max", "Min":
      let isMaximum = node.operation == "Max"
      var result = try constant(node, 0)
      for index in node.inputs.indices.dropFirst() {
        let other = try constant(node, index)
        result = try required(result.combined(other) { isMaximum ? max($0, $1) : min($0, $1) })
      }
      return result
    case "Pow":
      let exponent = try constant(node, 1)
      return try required(constant(node, 0).combined(exponent) { Glibc.pow($0, $1) })
    case "Floor", "Ceil", "Neg", "Sqrt", "Reciprocal":
      let functions: [String: (Double) -> Double] = [
        "Floor": { $0.rounded(.down) }, "Ceil": { $0.rounded(.up) }, "Neg": { -$0 },
        "Sqrt": { $0.squareRoot() }, "Reciprocal": { 1 / $0 },
      ]
      var result = try constant(node, 0)
      result.values = result.values.map(functions[node.operation]!)
      return result
    default: throw node.unsupported("this operation cannot be imported")
    }
  }

  /// Splits a list of numbers into one list for each output.
  func split(_ node: ONNXNode) throws -> [ONNXConstant] {
    let source = try constant(node, 0)
    let count = source.values.count
    let lengths =
      try node.integers("split") ?? optional(node, 1)?.integers
      ?? [Int](repeating: count / max(node.outputs.count, 1), count: node.outputs.count)
    guard source.shape.count == 1, lengths.count == node.outputs.count,
      lengths.allSatisfy({ (0...count).contains($0) }), lengths.reduce(0, +) == count
    else { throw node.unsupported("\(lengths) of a constant of shape \(source.shape)") }
    var start = 0
    return lengths.map { length in
      defer { start += length }
      return ONNXConstant(
        shape: [length], values: Array(source.values[start..<start + length]),
        isInteger: source.isInteger)
    }
  }

  private func literal(_ node: ONNXNode) throws -> ONNXConstant {
    if let tensor = node.tensor("value") {
      return try ONNXTensorReader(path: model.path).constant(tensor)
    }
    if node.has("value_int") {
      return ONNXConstant(
        shape: [], values: [Double(node.integer("value_int", 0))], isInteger: true)
    }
    if node.has("value_float") {
      return ONNXConstant(
        shape: [], values: [Double(node.number("value_float", 0))], isInteger: false)
    }
    if let integers = node.integers("value_ints"), node.has("value_ints") {
      return ONNXConstant(integers: integers)
    }
    if let numbers = node.numbers("value_floats"), node.has("value_floats") {
      return ONNXConstant(
        shape: [numbers.count], values: numbers.map(Double.init), isInteger: false)
    }
    throw node.unsupported("a constant that is not made of numbers")
  }

  /// A constant with axes of length 1 inserted or removed. Until opset 12 the axes are an
  /// attribute.
  private func refolded(_ node: ONNXNode) throws -> ONNXConstant? {
    let source = try constant(node, 0)
    let axes = try node.integers("axes") ?? optional(node, 1)?.integers
    var shape = source.shape
    if node.operation == "Squeeze" {
      let removed = try (axes ?? shape.indices.filter { shape[$0] == 1 })
        .map { try axis(node, $0, rank: shape.count) }
      shape = shape.indices.filter { !removed.contains($0) }.map { shape[$0] }
    } else {
      guard let axes else { throw node.unsupported("the axes are missing") }
      let rank = shape.count + axes.count
      guard rank <= SafetensorsHeader.rankLimit else { throw node.unsupported("\(rank) axes") }
      for position in try axes.map({ try axis(node, $0, rank: rank) }).sorted() {
        guard position <= shape.count else { throw node.unsupported("axes \(axes)") }
        shape.insert(1, at: position)
      }
    }
    return source.reshaped(to: shape)
  }

  /// The axis counted from the beginning; negative axes are counted from the end.
  func axis(_ node: ONNXNode, _ axis: Int, rank: Int) throws -> Int {
    let counted = axis < 0 ? axis + rank : axis
    guard (0..<rank).contains(counted) else {
      throw node.unsupported("axis \(axis) of \(rank)")
    }
    return counted
  }

  /// The indices that a Slice keeps of each axis that it names. Until opset 9 its bounds are
  /// attributes.
  func slices(_ node: ONNXNode, _ shape: [Int]) throws -> [(axis: Int, indices: [Int])] {
    let hasAttributes = node.has("starts")
    let starts = try hasAttributes ? node.integers("starts")! : constant(node, 1).integers
    let ends = try hasAttributes ? node.integers("ends") ?? [] : constant(node, 2).integers
    let axes =
      try (hasAttributes ? node.integers("axes") : optional(node, 3)?.integers)
      ?? Array(starts.indices)
    let steps = try (hasAttributes ? nil : optional(node, 4)?.integers) ?? starts.map { _ in 1 }
    guard ends.count == starts.count, axes.count == starts.count, steps.count == starts.count else {
      throw node.unsupported("bounds of different lengths")
    }
    return try starts.indices.map { index in
      let axis = try axis(node, axes[index], rank: shape.count)
      let length = shape[axis]
      func bound(_ value: Int, _ allowed: ClosedRange<Int>) -> Int {
        let counted = value < 0 ? max(value, -1 << 40) + length : value
        return min(max(counted, allowed.lowerBound), allowed.upperBound)
      }
      let step = steps[index]
      guard step != 0, abs(step) < 1 << 32 else { throw node.unsupported("a step of \(step)") }
      let kept =
        step > 0
        ? Array(
          stride(
            from: bound(starts[index], 0...length), to: bound(ends[index], 0...length), by: step))
        : Array(
          stride(
            from: bound(starts[index], -1...length - 1), to: bound(ends[index], -1...length - 1),
            by: step))
      return (axis, kept)
    }
  }
}
