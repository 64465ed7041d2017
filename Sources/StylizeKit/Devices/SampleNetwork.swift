internal import Networks

/// A network of the house's shape with random weights, by which devices are compared: time does not
/// depend on weights, and no style need be installed.
struct SampleNetwork {
  let staged: StagedNetwork
  let weights: Weights
  let style: StyleVectors

  init() throws {
    let trunk = Trunk(channels: [16, 32, 128], residualBlocks: 5, firstKernel: 5, lastKernel: 5)
    staged = StagedNetwork(try trunk.graph())
    var state: UInt32 = 1
    func next(below bound: Float) -> Float {
      // A linear congruential generator (Numerical Recipes, 2nd edition).
      state = state &* 1_664_525 &+ 1_013_904_223
      return (Float(state >> 8) / Float(1 << 23) - 1) * bound
    }
    var tensors: [String: Tensor] = [:]
    for convolution in staged.stages.compactMap(\.convolution) {
      let shape = convolution.weightShape
      // Keeps the variance of what a rectified convolution gives (He et al. 2015).
      let bound = (6 / Float(shape[1] * shape[2] * shape[3])).squareRoot()
      tensors[convolution.weightName] = Tensor(
        shape: shape, values: (0..<shape.reduce(1, *)).map { _ in next(below: bound) })
    }
    weights = Weights(tensors)
    style = StyleVectors(
      Dictionary(
        uniqueKeysWithValues: staged.norms.map {
          ($0.name, NormVectors(gamma: [Float](repeating: 1, count: $0.channels)))
        }))
  }

  /// A photograph's worth of bytes, interleaved.
  static func photograph(_ size: Size) -> [UInt8] {
    (0..<size.pixels * 3).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 7) }
  }
}
