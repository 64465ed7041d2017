package import Networks

/// A network with random weights and a random style, to be timed. It is the same on every machine, so that runs can be
/// compared; time does not depend on the numbers.
package struct TrialNetwork: Sendable {
  package let staged: StagedNetwork
  package let weights: Weights
  package let style: StyleVectors

  /// The shape of the network whose styles are shipped.
  package static let house = Trunk(
    channels: [16, 32, 128], residualBlocks: 5, firstKernel: 5, lastKernel: 5)

  /// - Throws: `NetworkError` when the shape is not that of a valid network.
  package init(_ trunk: Trunk = Self.house) throws {
    let staged = StagedNetwork(try trunk.graph())
    var random = RandomNumbers()
    var tensors: [String: Tensor] = [:]
    for convolution in staged.stages.compactMap(\.convolution) {
      let shape = convolution.weightShape
      let bound = 1.7 / Float(shape[1] * shape[2] * shape[3]).squareRoot()
      tensors[convolution.weightName] = Tensor(
        shape: shape,
        values: (0..<shape.reduce(1, *)).map { _ in random.next(below: bound) })
    }
    weights = Weights(tensors)
    style = StyleVectors(
      Dictionary(
        uniqueKeysWithValues: staged.norms.map { norm in
          let gamma = (0..<norm.channels).map { _ in 1 + random.next(below: 0.3) }
          let beta = (0..<norm.channels).map { _ in random.next(below: 0.3) }
          return (norm.name, NormVectors(gamma: gamma, beta: beta))
        }))
    self.staged = staged
  }

  /// A test picture of smooth shapes: interleaved RGB, 8 bits per channel.
  package static func picture(_ size: Size) -> [UInt8] {
    (0..<size.pixels * 3).map { index in
      let (pixel, channel) = (index / 3, index % 3)
      let (row, column) = (pixel / size.width, pixel % size.width)
      return UInt8((row * (channel + 1) + column * (3 - channel)) % 251)
    }
  }
}

/// A trial network prepared on a backend for one size.
package struct Trial<B: Backend> {
  private let network: PreparedNetwork<B>
  private let style: StyleVectors
  private let plan: Plan
  private let input: B.Map

  /// - Parameter budget: the limit on maps, in bytes; nil for no limit.
  /// - Throws: ``EngineError`` and the backend's own errors.
  package init(
    _ trial: TrialNetwork, _ size: Size, _ precision: Element, on backend: B, budget: Int? = nil
  ) throws {
    network = try PreparedNetwork(trial.staged, weights: trial.weights, on: backend)
    style = trial.style
    var planner = Planner(network, precision: precision)
    planner.budget = budget
    plan = try planner.plan(for: size, input: .uint8, output: .uint16)
    input = try backend.makeMap(plan.maps[0].shape, .uint8, region: Region(size))
    try TrialNetwork.picture(size).withUnsafeBytes {
      try backend.write($0, rows: 0..<size.height, to: input)
    }
  }

  /// Computes the painting: interleaved RGB, 16 bits per channel.
  package func painting() throws -> [UInt16] {
    let painting = try Executor(network).run(input, style: style, plan: plan)
    var values = [UInt16](repeating: 0, count: input.shape.size.pixels * 3)
    try values.withUnsafeMutableBytes {
      try network.backend.read(rows: 0..<input.shape.height, from: painting, into: $0)
    }
    return values
  }

  /// The shortest time of some runs, in seconds, from a picture in the backend's memory to a painting there.
  package func seconds(runs: Int) throws -> Double {
    try (0..<runs).map { _ in
      try ContinuousClock().measure {
        _ = try Executor(network).run(input, style: style, plan: plan)
      } / .seconds(1)
    }.min()!
  }
}

private struct RandomNumbers {
  private var state: UInt64 = 1

  /// The next number in −bound…bound, by a linear congruential generator (Knuth's MMIX).
  mutating func next(below bound: Float) -> Float {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return (Float(state >> 40) / Float(1 << 23) - 1) * bound
  }
}
