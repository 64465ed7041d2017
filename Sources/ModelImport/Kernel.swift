internal import StyleLibrary

/// The weights of a convolution on their way into a network: (outputs, inputs, height, width).
struct Kernel {
  var outputs: Int
  var inputs: Int
  var height: Int
  var width: Int
  var values: [Float]

  /// The most weights of one convolution: four times the largest of a style network.
  static let limit = 1 << 24

  /// Makes a kernel of zeros.
  ///
  /// - Throws: ``ModelError/tooManyWeights``.
  init(outputs: Int, inputs: Int, height: Int, width: Int) throws {
    let count = [outputs, inputs, height, width].reduce(1) { product, length in
      let (count, overflow) = product.multipliedReportingOverflow(by: max(length, 0))
      return overflow ? .max : count
    }
    guard count <= Self.limit else {
      throw ModelError.tooManyWeights(count: count, limit: Self.limit)
    }
    self.init(
      outputs: outputs, inputs: inputs, height: height, width: width,
      values: [Float](repeating: 0, count: outputs * inputs * height * width))
  }

  init(outputs: Int, inputs: Int, height: Int, width: Int, values: [Float]) {
    (self.outputs, self.inputs, self.height, self.width) = (outputs, inputs, height, width)
    self.values = values
  }

  /// Makes a 1 × 1 kernel with one number for each channel, on the diagonal.
  init(diagonal: [Float]) throws {
    try self.init(outputs: diagonal.count, inputs: diagonal.count, height: 1, width: 1)
    for (channel, value) in diagonal.enumerated() { self[channel, channel, 0, 0] = value }
  }

  /// Makes a kernel that applies the same plane of weights to every channel by itself.
  init(_ plane: [[Float]], channels: Int) throws {
    try self.init(outputs: channels, inputs: channels, height: plane.count, width: plane[0].count)
    for channel in 0..<channels {
      for (u, row) in plane.enumerated() {
        for (v, value) in row.enumerated() { self[channel, channel, u, v] = value }
      }
    }
  }

  subscript(output: Int, input: Int, u: Int, v: Int) -> Float {
    get { values[((output * inputs + input) * height + u) * width + v] }
    set { values[((output * inputs + input) * height + u) * width + v] = newValue }
  }

  /// A copy of another size, into which every weight goes as `place` says.
  private func moved(
    outputs: Int, inputs: Int, height: Int, width: Int,
    _ place: (_ output: Int, _ input: Int, _ u: Int, _ v: Int) -> (Int, Int, Int, Int)
  ) throws -> Kernel {
    var result = try Kernel(outputs: outputs, inputs: inputs, height: height, width: width)
    for o in 0..<self.outputs {
      for i in 0..<self.inputs {
        for u in 0..<self.height {
          for v in 0..<self.width {
            let (o2, i2, u2, v2) = place(o, i, u, v)
            result[o2, i2, u2, v2] = self[o, i, u, v]
          }
        }
      }
    }
    return result
  }

  /// The kernel with taps `spacing` pixels apart and zeros between them.
  func dilated(by spacing: Int) throws -> Kernel {
    guard spacing > 1 else { return self }
    return try moved(
      outputs: outputs, inputs: inputs, height: (height - 1) * spacing + 1,
      width: (width - 1) * spacing + 1
    ) { ($0, $1, $2 * spacing, $3 * spacing) }
  }

  /// A grouped convolution as one over all channels, with zeros between the groups.
  func ungrouped(_ groups: Int) throws -> Kernel {
    guard groups > 1 else { return self }
    let (outputsEach, inputsEach) = (outputs / groups, inputs)
    return try moved(outputs: outputs, inputs: inputs * groups, height: height, width: width) {
      ($0, $0 / outputsEach * inputsEach + $1, $2, $3)
    }
  }

  /// A grouped transposed convolution, (inputs, outputs, height, width), as one over all channels.
  func ungroupedTransposed(_ groups: Int) throws -> Kernel {
    guard groups > 1 else { return self }
    let (inputsEach, outputsEach) = (outputs / groups, inputs)
    return try moved(outputs: outputs, inputs: inputs * groups, height: height, width: width) {
      ($0, $0 / inputsEach * outputsEach + $1, $2, $3)
    }
  }

  /// Whether the kernel multiplies each channel by itself by one at the upper left and by zero
  /// elsewhere.
  func isCorner(inGroups groups: Int) -> Bool {
    inputs == 1 && groups == outputs
      && values.indices.allSatisfy { values[$0] == ($0 % (height * width) == 0 ? 1 : 0) }
  }

  /// The kernel with zeros added at the top and left, then at the bottom and right up to a square
  /// of `size`.
  func embedded(top: Int, left: Int, size: Int) throws -> Kernel {
    guard (top, left, size) != (0, 0, height) || width != height else { return self }
    return try moved(outputs: outputs, inputs: inputs, height: size, width: size) {
      ($0, $1, $2 + top, $3 + left)
    }
  }

  /// The weights of a transposed convolution, (inputs, outputs, height, width), as a convolution of
  /// the map with zeros inserted: outputs first, and mirrored in both directions.
  func transposed() throws -> Kernel {
    try moved(outputs: inputs, inputs: outputs, height: height, width: width) {
      ($1, $0, height - 1 - $2, width - 1 - $3)
    }
  }
}
