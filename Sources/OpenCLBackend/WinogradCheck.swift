internal import Engine
internal import Networks
internal import Synchronization

/// A comparison of Winograd's algorithm with the implicit matrix product on a device, before it is
/// first used there.
final class WinogradCheck: Sendable {
  private let known = Mutex<Bool?>(nil)

  /// Whether Winograd's algorithm can be used: false where a program does not build or computes
  /// something else.
  ///
  /// - Throws: `EngineError.outOfMemory`, which tells nothing about the programs.
  func passes(on device: DeviceSession) throws -> Bool {
    if let known = known.withLock({ $0 }) { return known }
    let passes: Bool
    do { passes = try Self.run(on: device) } catch is OpenCLError { passes = false }
    known.withLock { $0 = passes }
    return passes
  }

  private static func run(on device: DeviceSession) throws -> Bool {
    let channels = max(device.tuning.widestTile, 16)
    let convolution = Convolution("check", from: channels, to: channels, kernel: 3)
    var graph = Graph(inputChannels: channels)
    graph.output = try graph.convolution(graph.input, convolution)
    let stage = StagedNetwork(graph).stages[0]
    let weights = Weights([
      convolution.weightName: Tensor(
        shape: convolution.weightShape, values: numbers(channels * channels * 9))
    ])
    // More than a block and not whole tiles.
    let shape = Shape(channels, 11, 19)
    let input = try map(shape, on: device)
    let values = numbers(channels * shape.size.pixels)
    try values.withUnsafeBytes {
      try device.queue.write($0, to: input.buffers[0], at: 0, blocking: true)
    }
    let stages: [any DeviceStage] = [
      try ConvolutionStage(stage, convolution, weights, on: device),
      try WinogradStage(stage, convolution, weights, on: device),
    ]
    let results = try stages.map { stage in
      let output = try map(shape, on: device)
      try stage.enqueue(
        StageCall(
          rows: 0..<shape.height, columns: 0..<shape.width,
          source: [BoundOperand(map: input, affine: nil, activation: .none)],
          inputRows: 0..<shape.height, output: output, moments: nil), on: device)
      var result = [Float](repeating: .nan, count: values.count)
      try result.withUnsafeMutableBytes {
        try device.queue.read(output.buffers[0], at: 0, into: $0, blocking: true)
      }
      return result
    }
    let largest = results[0].reduce(0) { max($0, abs($1)) }
    return zip(results[0], results[1]).allSatisfy { abs($0 - $1) <= 1e-4 * largest }
  }

  private static func map(_ shape: Shape, on device: DeviceSession) throws -> OpenCLMap {
    try OpenCLMap(
      shape, .float32, region: Region(shape.size), maximumAllocation: .max, from: device.allocator)
  }

  /// Test values in −1…1, without a pattern in which an error could hide.
  private static func numbers(_ count: Int) -> [Float] {
    var state: UInt32 = 1
    return (0..<count).map { _ in
      // A linear congruential generator (Numerical Recipes, 2nd edition).
      state = state &* 1_664_525 &+ 1_013_904_223
      return Float(state >> 8) / Float(1 << 23) - 1
    }
  }
}
