/// Numbers in row-major order under a shape.
public struct Tensor: Hashable, Sendable {
  public let shape: [Int]
  public let values: [Float]

  /// - Precondition: there are as many values as the shape says.
  public init(shape: [Int], values: [Float]) {
    precondition(shape.reduce(1, *) == values.count, "\(shape) needs other than \(values.count)")
    self.shape = shape
    self.values = values
  }
}

/// A network's tensors by name.
public struct Weights: Sendable {
  public var tensors: [String: Tensor]

  public init(_ tensors: [String: Tensor]) {
    self.tensors = tensors
  }

  /// - Throws: ``NetworkError`` when the tensor is missing, of another shape or not finite.
  public func tensor(_ name: String, shape: [Int]) throws -> Tensor {
    guard let tensor = tensors[name] else {
      throw NetworkError.missingTensor(name: name, expected: shape)
    }
    guard tensor.shape == shape else {
      throw NetworkError.tensorShape(name: name, expected: shape, found: tensor.shape)
    }
    guard tensor.values.allSatisfy(\.isFinite) else {
      throw NetworkError.notFinite(tensor: name)
    }
    return tensor
  }

  /// A convolution's weights, (output, input, kernel, kernel), in row-major order.
  public func weight(of convolution: Convolution) throws -> [Float] {
    try tensor(convolution.weightName, shape: convolution.weightShape).values
  }

  /// A convolution's bias, one value per output channel; zeros where the network has none.
  public func bias(of convolution: Convolution) throws -> [Float] {
    guard tensors[convolution.biasName] != nil else {
      return [Float](repeating: 0, count: convolution.outputChannels)
    }
    return try tensor(convolution.biasName, shape: [convolution.outputChannels]).values
  }
}
