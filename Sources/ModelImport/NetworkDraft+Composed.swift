internal import Networks

/// Operations that are composed of others.
extension NetworkDraft {
  /// Appends `max(x, 0) + slope · min(x, 0)`, as `relu(x) − slope · relu(−x)`.
  mutating func leaky(_ x: Value, slopes: [Float]) throws -> Value {
    try expect(slopes.count, of: x)
    let count = channels(x)
    var both = try Kernel(outputs: 2 * count, inputs: count, height: 1, width: 1)
    var joined = try Kernel(outputs: count, inputs: 2 * count, height: 1, width: 1)
    for channel in 0..<count {
      both[channel, channel, 0, 0] = 1
      both[count + channel, channel, 0, 0] = -1
      joined[channel, channel, 0, 0] = 1
      joined[channel, count + channel, 0, 0] = -slopes[channel]
    }
    let signs = try activation(convolution(x, both, bias: nil), .relu)
    return try convolution(signs, joined, bias: nil)
  }

  /// Appends a concatenation of channels, as the sum of maps that are padded with channels of
  /// zeros.
  mutating func concatenation(_ parts: [Value]) throws -> Value {
    let count = parts.reduce(0) { $0 + channels($1) }
    var start = 0
    var result: Value?
    for part in parts {
      var kernel = try Kernel(outputs: count, inputs: channels(part), height: 1, width: 1)
      for channel in 0..<channels(part) { kernel[start + channel, channel, 0, 0] = 1 }
      start += channels(part)
      let placed = try convolution(part, kernel, bias: nil)
      result = try result.map { try sum($0, placed) } ?? placed
    }
    return result!
  }

  /// The magnitude of a convolution's results for inputs of about one; nil for anything else.
  func magnitude(of x: Value) -> Double? {
    guard case .convolution(let name) = x.origin, let kernel = kernels[name] else { return nil }
    let each = kernel.values.count / kernel.outputs
    return (0..<kernel.outputs).map { output in
      let weights = kernel.values[output * each..<(output + 1) * each]
      let length = weights.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
      return max(length, abs(biases[name]![output]))
    }.max()
  }
}
