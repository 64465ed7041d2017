internal import Networks

extension ONNXInterpreter {
  /// Appends an enlargement by a whole number, nearest-neighbour or linear.
  mutating func enlargement(_ node: ONNXNode) throws -> Map {
    let x = try planes(node)
    let factor = try factor(node, x.size)
    guard factor > 1 else { return x }
    let size = Size(height: x.size.height * factor, width: x.size.width * factor)
    guard max(size.height, size.width) < 1 << 20 else { throw node.unsupported("a map of \(size)") }
    let repeated = try draft.upsample(x.value, by: factor)
    let position = node.text(
      "coordinate_transformation_mode",
      node.operation == "Resize" && model.opset >= 11 ? "half_pixel" : "asymmetric")
    switch node.text("mode", "nearest") {
    case "nearest":
      let rounding = node.text(
        "nearest_mode",
        node.operation == "Resize" && model.opset >= 11 ? "round_prefer_floor" : "floor")
      let isRepetition = (0..<factor).allSatisfy {
        Self.nearest(factor + $0, factor, position, rounding) == 1
      }
      guard isRepetition else {
        throw node.unsupported("'\(position.printable)' with '\(rounding.printable)'")
      }
      return Map(value: repeated, size: size, range: x.range)
    case "linear" where position == "asymmetric":
      // Straight lines from each pixel to the next: a mean over one pixel's width of repeated pixels.
      // What is mirrored at the end are repetitions of the last pixel.
      let row = [Float](repeating: 1 / Float(factor * factor), count: factor)
      let kernel = try Kernel(
        [[Float]](repeating: row, count: factor), channels: draft.channels(x.value))
      let border = Border(padding: .reflection, leading: 0, trailing: factor - 1)
      return Map(
        value: try draft.convolution(repeated, kernel, bias: nil, border: border), size: size)
    case "linear" where position == "half_pixel" || position == "pytorch_half_pixel":
      // Straight lines between the centres of repeated pixels: a mean over one pixel's width, of
      // which an even number of pixels has no middle, so that half of each end is taken. Mirroring
      // at the border repeats the border pixel, as it does there.
      let even = factor % 2 == 0
      var line = [Float](repeating: 1 / Float(factor), count: even ? factor + 1 : factor)
      if even {
        line[0] /= 2
        line[factor] /= 2
      }
      let kernel = try Kernel(
        line.map { row in line.map { row * $0 } }, channels: draft.channels(x.value))
      let border = Border(
        padding: .reflection, leading: line.count / 2, trailing: line.count / 2)
      return Map(
        value: try draft.convolution(repeated, kernel, bias: nil, border: border), size: size)
    case let mode:
      throw node.unsupported(
        "the mode '\(mode.printable)' with '\(position.printable)', read are 'nearest', and 'linear'"
          + " with 'half_pixel', 'pytorch_half_pixel' and 'asymmetric'")
    }
  }

  private func factor(_ node: ONNXNode, _ size: Size) throws -> Int {
    let isOld = node.operation == "Upsample" || model.opset < 11
    let scales: [Double]
    if let attribute = node.numbers("scales"), node.has("scales") {
      scales = attribute.map(Double.init)
    } else if let given = try optional(node, isOld ? 1 : 2), !given.values.isEmpty {
      scales = given.values
    } else {
      let sizes = try constant(node, 3).integers
      guard sizes.count == 4 else { throw node.unsupported("a size of \(sizes)") }
      let channels = try shape(node)[1]
      scales = [
        Double(sizes[0]), Double(sizes[1]) / Double(channels),
        Double(sizes[2]) / Double(size.height), Double(sizes[3]) / Double(size.width),
      ]
    }
    guard scales.count == 4, scales[0] == 1, scales[1] == 1, scales[2] == scales[3],
      let factor = Int(exactly: scales[2]), (1...16).contains(factor)
    else {
      throw node.unsupported("scales of \(scales), expected one whole number for height and width")
    }
    return factor
  }

  /// The pixel of the source that the formulas of the Resize operator give for one of the result; nil where they are
  /// unknown.
  private static func nearest(_ index: Int, _ factor: Int, _ position: String, _ rounding: String)
    -> Int?
  {
    let source: Double
    switch position {
    case "half_pixel", "pytorch_half_pixel", "half_pixel_symmetric":
      source = (Double(index) + 0.5) / Double(factor) - 0.5
    case "asymmetric": source = Double(index) / Double(factor)
    case "tf_half_pixel_for_nn": source = (Double(index) + 0.5) / Double(factor)
    default: return nil
    }
    switch rounding {
    case "floor": return Int(source.rounded(.down))
    case "ceil": return Int(source.rounded(.up))
    case "round_prefer_floor": return Int((source - 0.5).rounded(.up))
    case "round_prefer_ceil": return Int((source + 0.5).rounded(.down))
    default: return nil
    }
  }

  /// Appends a DepthToSpace, which turns each pixel's channels into a square of pixels: a transposed convolution of
  /// ones and zeros.
  mutating func depthToSpace(_ node: ONNXNode) throws -> Map {
    let x = try planes(node)
    let (block, channels) = (node.integer("blocksize", 0), draft.channels(x.value))
    guard (2...16).contains(block), channels % (block * block) == 0 else {
      throw node.unsupported("blocks of \(block) pixels of \(channels) channels")
    }
    let outputs = channels / (block * block)
    let isColumnFirst = node.text("mode", "DCR") == "DCR"
    var kernel = try Kernel(outputs: channels, inputs: outputs, height: block, width: block)
    for channel in 0..<outputs {
      for row in 0..<block {
        for column in 0..<block {
          let place = row * block + column
          let source =
            isColumnFirst ? place * outputs + channel : channel * block * block + place
          kernel[source, channel, row, column] = 1
        }
      }
    }
    let value = try draft.transposedConvolution(
      x.value, kernel, bias: nil, stride: block, padding: 0, trailing: 0)
    let size = Size(height: x.size.height * block, width: x.size.width * block)
    return Map(value: value, size: size, range: x.range)
  }

  mutating func spaceToDepth(_ node: ONNXNode) throws -> Map {
    let x = try planes(node)
    let (block, channels) = (node.integer("blocksize", 0), draft.channels(x.value))
    guard (2...16).contains(block), channels * block * block <= 4096,
      x.size.height % block == 0, x.size.width % block == 0
    else { throw node.unsupported("blocks of \(block) pixels of \(channels) channels") }
    var kernel = try Kernel(
      outputs: channels * block * block, inputs: channels, height: block, width: block)
    for channel in 0..<channels {
      for row in 0..<block {
        for column in 0..<block {
          kernel[(row * block + column) * channels + channel, channel, row, column] = 1
        }
      }
    }
    let value = try draft.convolution(x.value, kernel, bias: nil, stride: block)
    let size = Size(height: x.size.height / block, width: x.size.width / block)
    return Map(value: value, size: size, range: x.range)
  }

  private func pool(_ node: ONNXNode) throws -> (
    length: Int, stride: Int, leading: Int, trailing: Int
  ) {
    let (length, stride) = (try node.equal("kernel_shape", 0), try node.equal("strides", 1))
    let pads = node.integers("pads") ?? [0, 0, 0, 0]
    guard (1...16).contains(length), (1...16).contains(stride), pads.count == 4,
      pads[0] == pads[1], pads[2] == pads[3], pads.allSatisfy({ (0..<length).contains($0) }),
      node.integer("ceil_mode", 0) == 0, try node.equal("dilations", 1) == 1,
      node.text("auto_pad", "NOTSET") == "NOTSET"
    else { throw node.unsupported("a pool of \(length) pixels, stride \(stride), padding \(pads)") }
    return (length, stride, pads[0], pads[2])
  }

  mutating func averagePool(_ node: ONNXNode) throws -> Map {
    let x = try planes(node)
    let pool = try pool(node)
    guard pool.leading + pool.trailing == 0 || node.integer("count_include_pad", 0) == 1 else {
      throw node.unsupported("padding that is not counted")
    }
    let weight = 1 / Float(pool.length * pool.length)
    let row = [Float](repeating: weight, count: pool.length)
    let kernel = try Kernel(
      [[Float]](repeating: row, count: pool.length), channels: draft.channels(x.value))
    let border = Border(padding: .zero, leading: pool.leading, trailing: pool.trailing)
    let value = try draft.convolution(
      x.value, kernel, bias: nil, stride: pool.stride, border: border)
    return try Map(
      value: value,
      size: size(node, x.size, pool.length, pool.stride, pool.leading + pool.trailing))
  }

  /// Appends a max pool: `max(a, b) = a + relu(b − a)`, over the pixels of the pool one after the other.
  mutating func maxPool(_ node: ONNXNode) throws -> Map {
    let x = try planes(node)
    let pool = try pool(node)
    // A mirrored pixel changes no maximum when the pool holds the pixel itself.
    guard pool.length <= 4, max(pool.leading, pool.trailing) <= (pool.length - 1) / 2 else {
      throw node.unsupported("a pool of \(pool.length) pixels with padding \(pool.leading)")
    }
    let border = Border(
      padding: .reflection, leading: pool.leading, trailing: pool.trailing)
    let channels = draft.channels(x.value)
    let negative = ChannelMap(
      scale: [Double](repeating: -1, count: channels),
      shift: [Double](repeating: 0, count: channels))
    func tap(_ row: Int, _ column: Int) throws -> NetworkDraft.Value {
      var plane = [[Float]](
        repeating: [Float](repeating: 0, count: pool.length), count: pool.length)
      plane[row][column] = 1
      return try draft.convolution(
        x.value, try Kernel(plane, channels: channels), bias: nil, stride: pool.stride,
        border: border)
    }
    var largest = try tap(0, 0)
    for place in 1..<max(pool.length * pool.length, 1) {
      let other = try tap(place / pool.length, place % pool.length)
      let difference = try draft.sum(other, draft.mapped(largest, negative, isOnlyUse: false))
      largest = try draft.sum(largest, draft.activation(difference, .relu))
    }
    return try Map(
      value: largest,
      size: size(node, x.size, pool.length, pool.stride, pool.leading + pool.trailing),
      range: x.range)
  }
}
