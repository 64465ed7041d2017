internal import Networks

extension ONNXInterpreter {
  mutating func convolution(_ node: ONNXNode) throws -> Map {
    let x = try planes(node)
    let kernel = try kernel(node, groups: node.integer("group", 1), inputs: draft.channels(x.value))
      .dilated(by: node.equal("dilations", 1))
    let stride = try node.equal("strides", 1)
    guard (1...16).contains(stride) else { throw node.unsupported("a stride of \(stride)") }
    let sides = try padding(node, kernel, stride: stride, of: x.size)
    // One padding and one length serve both directions; zeros in the kernel make up for differences.
    let leading = max(sides.top, sides.left)
    let (top, left) = (leading - sides.top, leading - sides.left)
    let length = max(kernel.height + top, kernel.width + left)
    let trailing = sides.top + sides.bottom - kernel.height - leading + length
    guard length <= 63, trailing == sides.left + sides.right - kernel.width - leading + length
    else {
      throw node.unsupported(
        "a kernel of \(kernel.width)×\(kernel.height) with the padding \(sides)")
    }
    let border = Border(padding: .zero, leading: leading, trailing: trailing)
    let value = try draft.convolution(
      x.value, try kernel.embedded(top: top, left: left, size: length),
      bias: optional(node, 2)?.floats, stride: stride, border: border)
    return try Map(value: value, size: size(node, x.size, length, stride, leading + trailing))
  }

  /// The size after a convolution.
  func size(_ node: ONNXNode, _ size: Size, _ kernel: Int, _ stride: Int, _ padding: Int) throws
    -> Size
  {
    let (height, width) = (size.height + padding - kernel, size.width + padding - kernel)
    guard height >= 0, width >= 0, max(height, width) < 1 << 20 else {
      throw node.unsupported("a map of \(size) is too small or too large")
    }
    return Size(height: height / stride + 1, width: width / stride + 1)
  }

  private func kernel(_ node: ONNXNode, groups: Int, inputs: Int) throws -> Kernel {
    let weight = try constant(node, 1)
    guard weight.shape.count == 4, weight.shape.allSatisfy({ (1...4096).contains($0) }),
      max(weight.shape[2], weight.shape[3]) <= 63, groups >= 1, weight.shape[0] % groups == 0,
      weight.shape[1].multipliedReportingOverflow(by: groups) == (inputs, false)
    else {
      throw node.unsupported("weights of shape \(weight.shape) for \(inputs) channels")
    }
    let kernel = Kernel(
      outputs: weight.shape[0], inputs: weight.shape[1], height: weight.shape[2],
      width: weight.shape[3], values: weight.floats)
    guard kernel.values.count.multipliedReportingOverflow(by: groups).partialValue <= 1 << 26 else {
      throw node.unsupported("\(groups) groups are too many")
    }
    return try kernel.ungrouped(groups)
  }

  private func padding(_ node: ONNXNode, _ kernel: Kernel, stride: Int, of size: Size) throws
    -> (top: Int, left: Int, bottom: Int, right: Int)
  {
    let kind = node.text("auto_pad", "NOTSET")
    guard kind != "VALID" else { return (0, 0, 0, 0) }
    guard kind == "SAME_UPPER" || kind == "SAME_LOWER" else {
      let pads = node.integers("pads") ?? [0, 0, 0, 0]
      guard pads.count == 4, pads.allSatisfy({ (-1024...1024).contains($0) }) else {
        throw node.unsupported("'pads' is \(pads)")
      }
      return (pads[0], pads[1], pads[2], pads[3])
    }
    func split(_ length: Int, _ kernel: Int) -> (Int, Int) {
      let total = max(((length + stride - 1) / stride - 1) * stride + kernel - length, 0)
      return kind == "SAME_UPPER"
        ? (total / 2, total - total / 2) : (total - total / 2, total / 2)
    }
    let (rows, columns) = (split(size.height, kernel.height), split(size.width, kernel.width))
    return (rows.0, columns.0, rows.1, columns.1)
  }

  mutating func transposedConvolution(_ node: ONNXNode) throws -> Map {
    let x = try planes(node)
    guard try node.equal("dilations", 1) == 1 else { throw node.unsupported("dilations") }
    let weight = try constant(node, 1)
    let (stride, added) = (try node.equal("strides", 1), try node.equal("output_padding", 0))
    let pads = try transposedPadding(
      node, kernel: weight.shape.last ?? 0, stride: stride, added: added, of: x.size)
    let groups = node.integer("group", 1)
    guard weight.shape.count == 4, weight.shape[0] == draft.channels(x.value),
      weight.shape[2] == weight.shape[3], weight.shape.allSatisfy({ (1...4096).contains($0) }),
      weight.shape[2] <= 63, pads.count == 4, pads[0] == pads[1], pads[2] == pads[3],
      (0...1024).contains(pads[0]), (-64...1024).contains(pads[2]), (1...16).contains(stride),
      (0..<stride).contains(added), groups >= 1, weight.shape[0] % groups == 0
    else {
      throw node.unsupported("weights of shape \(weight.shape), padding \(pads), stride \(stride)")
    }
    let kernel = Kernel(
      outputs: weight.shape[0], inputs: weight.shape[1], height: weight.shape[2],
      width: weight.shape[3], values: weight.floats)
    func length(_ side: Int) -> Int {
      (side - 1) * stride - pads[0] - pads[2] + kernel.height + added
    }
    let size = Size(height: length(x.size.height), width: length(x.size.width))
    guard min(size.height, size.width) > 0, max(size.height, size.width) < 1 << 20 else {
      throw node.unsupported("a map of \(x.size) is too small or too large")
    }
    let bias = try optional(node, 2)?.floats
    let isEnlargement =
      kernel.height == stride && (pads.max(), added) == (0, 0)
      && (bias ?? []).allSatisfy { $0 == 0 }
    if isEnlargement, kernel.isCorner(inGroups: groups) {
      return Map(value: try draft.insertZeros(x.value, by: stride), size: size)
    }
    let value = try draft.transposedConvolution(
      x.value, kernel.ungroupedTransposed(groups), bias: bias, stride: stride, padding: pads[0],
      trailing: pads[2] - added)
    return Map(value: value, size: size)
  }

  /// The number of pixels that a transposed convolution leaves out at each side: as the node states it, or so that the
  /// result has the stated size or `stride` times that of the input.
  private func transposedPadding(
    _ node: ONNXNode, kernel: Int, stride: Int, added: Int, of size: Size
  ) throws -> [Int] {
    let kind = node.text("auto_pad", "NOTSET")
    var sides = try node.integers("output_shape").map { sides in
      guard sides.count >= 2 else { throw node.unsupported("'output_shape' is \(sides)") }
      return Array(sides.suffix(2))
    }
    if sides == nil, kind == "SAME_UPPER" || kind == "SAME_LOWER" {
      sides = [size.height, size.width].map {
        $0.multipliedReportingOverflow(by: stride).partialValue
      }
    }
    guard let sides else {
      return kind == "VALID" ? [0, 0, 0, 0] : node.integers("pads") ?? [0, 0, 0, 0]
    }
    guard (1...16).contains(stride), (1...63).contains(kernel), (0..<16).contains(added),
      sides.allSatisfy({ (1...1 << 20).contains($0) })
    else { throw node.unsupported("a result of \(sides) with stride \(stride)") }
    let totals = zip([size.height, size.width], sides).map {
      ($0 - 1) * stride + added + kernel - $1
    }
    // The formula of the operator's description; what is negative is added at the end.
    let first = totals.map { kind == "SAME_UPPER" ? $0 / 2 : $0 - $0 / 2 }.map { max($0, 0) }
    return first + zip(totals, first).map(-)
  }

  mutating func instanceNorm(_ node: ONNXNode) throws -> Map {
    let x = try planes(node)
    let epsilon = Double(node.number("epsilon", 1e-5))
    guard epsilon > 0, epsilon < 1 else { throw node.unsupported("'epsilon' is \(epsilon)") }
    let vectors = NormVectors(
      gamma: try constant(node, 1).floats, beta: try constant(node, 2).floats)
    guard vectors.beta.count == vectors.gamma.count else {
      throw node.unsupported("\(vectors.gamma.count) scales and \(vectors.beta.count) shifts")
    }
    return Map(value: try draft.norm(x.value, vectors, epsilon: epsilon), size: x.size)
  }

  mutating func batchNorm(_ node: ONNXNode) throws -> Map {
    let x = try planes(node)
    let parts = try (1...4).map { try constant(node, $0).values }
    let epsilon = Double(node.number("epsilon", 1e-5))
    guard parts.allSatisfy({ $0.count == draft.channels(x.value) }) else {
      throw node.unsupported(
        "\(parts.map(\.count)) numbers for \(draft.channels(x.value)) channels")
    }
    let scale = zip(parts[0], parts[3]).map { $0 / ($1 + epsilon).squareRoot() }
    let shift = zip(zip(parts[1], scale), parts[2]).map { $0.0 - $0.1 * $1 }
    let value = try draft.mapped(
      x.value, ChannelMap(scale: scale, shift: shift), isOnlyUse: isOnlyUse(node))
    return Map(value: value, size: x.size)
  }

  mutating func pad(_ node: ONNXNode) throws -> Map {
    let x = try map(node)
    let value = try optional(node, 2)?.values.first ?? Double(node.number("value", 0))
    var pads = try node.integers("pads") ?? constant(node, 1).integers
    if let axes = try optional(node, 3)?.integers {
      guard pads.count == 2 * axes.count else { throw node.unsupported("'pads' is \(pads)") }
      var all = [Int](repeating: 0, count: 8)
      for (index, given) in axes.enumerated() {
        let axis = try axis(node, given, rank: 4)
        (all[axis], all[axis + 4]) = (pads[index], pads[index + axes.count])
      }
      pads = all
    }
    let (channels, rows, columns) = x.axes
    guard pads.count == 8, pads.allSatisfy({ (-1024...1024).contains($0) }),
      [0, channels, 4, channels + 4].allSatisfy({ pads[$0] == 0 }), pads[rows] == pads[columns],
      pads[rows + 4] == pads[columns + 4]
    else { throw node.unsupported("'pads' is \(pads), expected as many for height as for width") }
    let mode = node.text("mode", "constant")
    let isReflection = mode == "reflect"
    guard isReflection || (mode == "constant" && value == 0) else {
      throw node.unsupported(
        "padding in the mode '\(mode.printable)' with \(value), read are 'reflect' and zeros")
    }
    return try bordered(
      node, x,
      Border(
        padding: isReflection ? .reflection : .zero, leading: pads[rows],
        trailing: pads[rows + 4]))
  }

  func newSize(_ node: ONNXNode, _ size: Size, _ border: Border) throws -> Size {
    try self.size(node, size, 1, 1, border.leading + border.trailing)
  }

  private mutating func bordered(_ node: ONNXNode, _ x: Map, _ border: Border) throws -> Map {
    let size = try newSize(node, x.size, border)
    var result = x.giving(try draft.bordered(x.value, border), range: x.range)
    result.size = size
    return result
  }

  /// Appends a slice, which cuts rows and columns off or picks some of the channels.
  mutating func slice(_ node: ONNXNode) throws -> Map {
    let x = try map(node)
    let shape = try shape(node)
    var result = x
    var cut = [(0, 0), (0, 0)]
    for part in try slices(node, shape) where part.indices != Array(0..<shape[part.axis]) {
      guard let first = part.indices.first, let last = part.indices.last else {
        throw node.unsupported("nothing is left of axis \(part.axis)")
      }
      switch part.axis {
      case x.axes.channels:
        var kernel = try Kernel(
          outputs: part.indices.count, inputs: shape[part.axis], height: 1, width: 1)
        for (output, input) in part.indices.enumerated() { kernel[output, input, 0, 0] = 1 }
        result.value = try draft.convolution(result.value, kernel, bias: nil)
      case x.axes.rows, x.axes.columns:
        guard part.indices == Array(first...max(first, last)) else {
          throw node.unsupported("a step along axis \(part.axis)")
        }
        cut[part.axis - x.axes.rows] = (first, shape[part.axis] - 1 - last)
      default: throw node.unsupported("axis \(part.axis)")
      }
    }
    guard cut[0] == cut[1] else {
      throw node.unsupported("\(cut[0]) rows and \(cut[1]) columns are cut off, expected as many")
    }
    guard cut[0] != (0, 0) else { return result }
    return try bordered(
      node, result, Border(padding: .zero, leading: -cut[0].0, trailing: -cut[0].1))
  }
}
