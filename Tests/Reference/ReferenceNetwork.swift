package import Networks

/// Every operation as its formula says, one loop per index, in double precision, on whole maps.
///
/// Slow and plain on purpose: what computes fast is proved against it.
package enum Reference {
  package struct Map {
    package var shape: Shape
    /// Row-major (channels, height, width).
    package var values: [Double]

    package init(_ shape: Shape, _ values: [Double]) {
      self.shape = shape
      self.values = values
    }

    package subscript(channel: Int, row: Int, column: Int) -> Double {
      get { values[(channel * shape.height + row) * shape.width + column] }
      set { values[(channel * shape.height + row) * shape.width + column] = newValue }
    }
  }

  package static func run(
    _ graph: Graph, _ weights: Weights, _ style: StyleVectors, on picture: Map
  ) throws -> Map {
    var results: [Map] = []
    for node in graph.nodes {
      let inputs = node.inputs.map { results[$0.node] }
      switch node.operation {
      case .input: results.append(picture)
      case .convolution(let convolution):
        results.append(try self.convolution(inputs[0], convolution, weights))
      case .norm(let norm): results.append(self.norm(inputs[0], norm, style.norms[norm.name]!))
      case .activation(let activation): results.append(self.activation(inputs[0], activation))
      case .sum:
        results.append(Map(inputs[0].shape, zip(inputs[0].values, inputs[1].values).map(+)))
      case .upsample(let factor): results.append(upsample(inputs[0], factor))
      case .insertZeros(let factor): results.append(insertZeros(inputs[0], factor))
      }
    }
    return results[graph.output.node]
  }

  package static func convolution(_ x: Map, _ convolution: Convolution, _ weights: Weights) throws
    -> Map
  {
    let weight = try weights.weight(of: convolution)
    let bias = try weights.bias(of: convolution)
    let size = convolution.outputSize(for: x.shape.size)
    var y = Map(
      Shape(channels: convolution.outputChannels, size: size),
      [Double](repeating: 0, count: convolution.outputChannels * size.pixels))
    let kernel = convolution.kernel
    for o in 0..<convolution.outputChannels {
      for r in 0..<size.height {
        for c in 0..<size.width {
          var sum = Double(bias[o])
          for i in 0..<convolution.inputChannels {
            for u in 0..<kernel {
              for v in 0..<kernel {
                let row = r * convolution.stride + u - convolution.paddingAmount
                let column = c * convolution.stride + v - convolution.paddingAmount
                let w = weight[((o * convolution.inputChannels + i) * kernel + u) * kernel + v]
                sum += Double(w) * padded(x, i, row, column, convolution.padding)
              }
            }
          }
          y[o, r, c] = sum
        }
      }
    }
    return y
  }

  private static func padded(
    _ x: Map, _ channel: Int, _ row: Int, _ column: Int, _ padding: Padding
  ) -> Double {
    switch padding {
    case .zero:
      let inside = (0..<x.shape.height).contains(row) && (0..<x.shape.width).contains(column)
      return inside ? x[channel, row, column] : 0
    case .reflection:
      return x[channel, mirrored(row, x.shape.height), mirrored(column, x.shape.width)]
    }
  }

  /// Walks back from beyond a border until it is inside.
  private static func mirrored(_ index: Int, _ length: Int) -> Int {
    guard length > 1 else { return 0 }
    var index = index
    while !(0..<length).contains(index) {
      index = index < 0 ? -index : 2 * (length - 1) - index
    }
    return index
  }

  package static func norm(_ x: Map, _ norm: Norm, _ vectors: NormVectors) -> Map {
    var y = x
    let pixels = x.shape.size.pixels
    for channel in 0..<norm.channels {
      let plane = channel * pixels..<(channel + 1) * pixels
      let mean = x.values[plane].reduce(0, +) / Double(pixels)
      let variance =
        x.values[plane].reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(pixels)
      func value(_ vector: [Float]) -> Double { vector.isEmpty ? 0 : Double(vector[channel]) }
      for index in plane {
        let normalised = (x.values[index] - mean) / (variance + norm.epsilon).squareRoot()
        y.values[index] =
          value(vectors.gamma) * normalised + value(vectors.beta)
          + value(vectors.alpha) * x.values[index]
      }
    }
    return y
  }

  package static func activation(_ x: Map, _ activation: Activation) -> Map {
    Map(
      x.shape,
      x.values.map { value in
        switch activation {
        case .none: value
        case .relu: max(value, 0)
        case .sigmoid: 1 / (1 + exponential(-value))
        case .tanh: 1 - 2 / (exponential(2 * value) + 1)
        }
      })
  }

  package static func insertZeros(_ x: Map, _ factor: Int) -> Map {
    let shape = Shape(x.shape.channels, x.shape.height * factor, x.shape.width * factor)
    var y = Map(shape, [Double](repeating: 0, count: shape.channels * shape.size.pixels))
    for channel in 0..<shape.channels {
      for row in 0..<x.shape.height {
        for column in 0..<x.shape.width {
          y[channel, row * factor, column * factor] = x[channel, row, column]
        }
      }
    }
    return y
  }

  package static func upsample(_ x: Map, _ factor: Int) -> Map {
    let shape = Shape(x.shape.channels, x.shape.height * factor, x.shape.width * factor)
    var y = Map(shape, [Double](repeating: 0, count: shape.channels * shape.size.pixels))
    for channel in 0..<shape.channels {
      for row in 0..<shape.height {
        for column in 0..<shape.width {
          y[channel, row, column] = x[channel, row / factor, column / factor]
        }
      }
    }
    return y
  }
}
