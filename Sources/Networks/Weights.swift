/// Numbers in row-major order under a shape.
package struct Tensor: Hashable, Sendable {
  package let shape: [Int]
  package let values: [Float]

  /// - Precondition: There are as many values as the shape says.
  package init(shape: [Int], values: [Float]) {
    precondition(shape.reduce(1, *) == values.count, "\(shape) needs other than \(values.count)")
    self.shape = shape
    self.values = values
  }

  /// Whether all values are finite.
  package var isFinite: Bool { values.areFinite }
}

extension [Float] {
  /// Whether all are finite: none has the exponent of infinities and NaN. It is written as a maximum, which compilers
  /// vectorise.
  var areFinite: Bool {
    var largest: Int32 = 0
    for value in self {
      largest = Swift.max(largest, Int32(truncatingIfNeeded: value.bitPattern & 0x7fff_ffff))
    }
    return largest < 0x7f80_0000
  }
}

/// A network's tensors by name, and the changes that a style makes to them.
package struct Weights: Sendable {
  /// The network's own tensors, by name.
  package var tensors: [String: Tensor]
  /// The adapter of a style. It is added to a convolution's weights when they are asked for, so that no second set of
  /// all weights is ever in memory.
  package private(set) var adapter = Adapter()

  package init(_ tensors: [String: Tensor]) {
    self.tensors = tensors
  }

  /// The weights of a style: `W + B·A + D` of each convolution.
  ///
  /// - Parameter adapter: the style's adapter, which replaces an earlier one.
  package func merged(with adapter: Adapter) -> Weights {
    var weights = self
    weights.adapter = adapter
    return weights
  }

  /// A tensor of the network's own.
  ///
  /// - Throws: ``NetworkError`` when the tensor is missing, of another shape or not finite.
  package func tensor(_ name: String, shape: [Int]) throws -> Tensor {
    guard let tensor = tensors[name] else {
      throw NetworkError.missingTensor(name: name, expected: shape)
    }
    guard tensor.shape == shape else {
      throw NetworkError.tensorShape(name: name, expected: shape, found: tensor.shape)
    }
    guard tensor.isFinite else { throw NetworkError.notFinite(tensor: name) }
    return tensor
  }

  /// A convolution's weights, (output, input, kernel, kernel), in row-major order, with the adapter's change added.
  ///
  /// - Throws: ``NetworkError`` like ``tensor(_:shape:)``, and when the adapter does not fit or a sum is not finite.
  package func weight(of convolution: Convolution) throws -> [Float] {
    let values = try tensor(convolution.weightName, shape: convolution.weightShape).values
    guard let layer = adapter.layers[convolution.name] else { return values }
    try layer.checkShapes(for: convolution)
    let sum = layer.added(to: values)
    guard sum.areFinite else {
      throw NetworkError.notFinite(tensor: convolution.weightName)
    }
    return sum
  }

  /// A convolution's bias, one value per output channel; zeros where the network has none.
  package func bias(of convolution: Convolution) throws -> [Float] {
    guard tensors[convolution.biasName] != nil else {
      return [Float](repeating: 0, count: convolution.outputChannels)
    }
    return try tensor(convolution.biasName, shape: [convolution.outputChannels]).values
  }
}
