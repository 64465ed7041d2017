import CPUBackend
import Engine
import Foundation
import Networks
import OpenCLBackend

/// A network of random weights, prepared on a device.
struct Measurement {
  struct Result {
    /// From a picture on the device to a painting on it.
    var seconds: Double
    var secondsWithTransfers: Double
    var megapixelsPerSecond: Double
    /// Of direct convolutions: more than the device computes where an algorithm saves some.
    var gigaflops: Double
    /// Of the device's memory, since the first run.
    var peakBytes: Int
  }

  private let graph: Graph
  private let weights: Weights
  private let style: StyleVectors
  private let device: PreparedNetwork<OpenCLBackend>

  init(_ name: String, on device: OpenCLDevice, budget: Int?) throws {
    let trunk =
      name == "johnson"
      ? Trunk(channels: [32, 64, 128], residualBlocks: 5, firstKernel: 9, lastKernel: 9)
      : Trunk(channels: [16, 32, 128], residualBlocks: 5, firstKernel: 5, lastKernel: 5)
    graph = try trunk.graph()
    let staged = StagedNetwork(graph)
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
    self.device = try PreparedNetwork(
      staged, weights: weights, on: OpenCLBackend(device, budget: budget))
  }

  var algorithms: [(stage: String, algorithm: String)] {
    zip(device.staged.stages, device.kernels).map { ($0.name, $1.algorithm.rawValue) }
  }

  /// Peak signal to noise between the device's painting and the processor's, in decibels.
  func agreementWithCPU(_ precision: Element) throws -> Double {
    // Odd, and more than one merged block of moments.
    let size = Size(height: 131, width: 165)
    let processor = try PreparedNetwork(device.staged, weights: weights, on: CPUBackend())
    let a = try painting(device, size, precision)
    let b = try painting(processor, size, precision)
    let squares = zip(a, b).reduce(0.0) {
      let difference = (Double($1.0) - Double($1.1)) / 65535
      return $0 + difference * difference
    }
    return 10 * log10(Double(a.count) / max(squares, 1e-20))
  }

  func time(edge: Int, _ precision: Element, runs: Int) throws -> Result {
    let size = Size(height: edge, width: edge)
    let plan = try Planner(device, precision: precision)
      .plan(for: size, input: .uint8, output: .uint8)
    let backend = device.backend
    let picture = Self.picture(size)
    var bytes = [UInt8](repeating: 0, count: size.pixels * 3)
    let input = try backend.makeMap(plan.maps[0].shape, .uint8, region: Region(size))
    var (seconds, whole): ([Double], [Double]) = ([], [])
    // The first run builds programs and makes buffers.
    for run in 0...runs {
      let start = ContinuousClock.now
      try picture.withUnsafeBytes { try backend.write($0, rows: 0..<edge, to: input) }
      let brought = ContinuousClock.now
      let painting = try Executor(device).paint(input, style: style, plan: plan)
      let painted = ContinuousClock.now
      try bytes.withUnsafeMutableBytes {
        try backend.read(rows: 0..<edge, from: painting, into: $0)
      }
      guard run > 0 else { continue }
      seconds.append((painted - brought) / .seconds(1))
      whole.append((ContinuousClock.now - start) / .seconds(1))
    }
    let median = seconds.sorted()[runs / 2]
    let operations = 2 * Double(try device.staged.multiplyAdds(for: size))
    return Result(
      seconds: median, secondsWithTransfers: whole.sorted()[runs / 2],
      megapixelsPerSecond: Double(size.pixels) / 1e6 / median,
      gigaflops: operations / median / 1e9, peakBytes: backend.takePeakBytes())
  }

  private func painting<B: Backend>(
    _ network: PreparedNetwork<B>, _ size: Size, _ precision: Element
  )
    throws -> [UInt16]
  {
    let plan = try Planner(network, precision: precision)
      .plan(for: size, input: .uint8, output: .uint16)
    let backend = network.backend
    let input = try backend.makeMap(plan.maps[0].shape, .uint8, region: Region(size))
    try Self.picture(size).withUnsafeBytes {
      try backend.write($0, rows: 0..<size.height, to: input)
    }
    let painting = try Executor(network).paint(input, style: style, plan: plan)
    var values = [UInt16](repeating: 0, count: size.pixels * 3)
    try values.withUnsafeMutableBytes {
      try backend.read(rows: 0..<size.height, from: painting, into: $0)
    }
    return values
  }

  /// Smooth shapes, 8 bits, interleaved.
  private static func picture(_ size: Size) -> [UInt8] {
    (0..<size.pixels * 3).map { index in
      let (pixel, channel) = (index / 3, index % 3)
      let (row, column) = (pixel / size.width, pixel % size.width)
      return UInt8((row * (channel + 1) + column * (3 - channel)) % 251)
    }
  }
}

/// Equal on every machine, so that runs can be compared.
private struct RandomNumbers {
  private var state: UInt64 = 1

  /// −bound…bound, by a linear congruential generator (Knuth's MMIX).
  mutating func next(below bound: Float) -> Float {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return (Float(state >> 40) / Float(1 << 23) - 1) * bound
  }
}
