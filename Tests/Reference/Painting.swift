package import Engine
package import Networks

/// A picture of smooth shapes and some noise, 8 bits, interleaved.
package func testPicture(_ size: Size, seed: UInt64) -> [UInt8] {
  var random = SeededGenerator(seed: seed)
  return (0..<size.pixels * 3).map { index in
    let (pixel, channel) = (index / 3, index % 3)
    let (row, column) = (pixel / size.width, pixel % size.width)
    let shape = (row * (channel + 1) + column * (3 - channel)) % 160
    return UInt8(shape) + UInt8.random(in: 0..<90, using: &random)
  }
}

/// What a network makes of a picture on any backend: interleaved values of `output`.
package func paint<B: Backend>(
  _ network: RandomNetwork, _ picture: [UInt8], _ size: Size, on backend: B, tile: Int? = nil,
  precision: Element = .float32, output: Element = .uint16
) throws -> [UInt8] {
  let prepared = try PreparedNetwork(
    StagedNetwork(network.graph), weights: network.weights, on: backend)
  let plan = try Planner(prepared, precision: precision, tileEdge: tile)
    .plan(for: size, input: .uint8, output: output)
  let input = try backend.makeMap(plan.maps[0].shape, .uint8, region: plan.maps[0].region)
  try picture.withUnsafeBytes { try backend.write($0, rows: 0..<size.height, to: input) }
  let painting = try Executor(prepared).run(input, style: network.style, plan: plan)
  var bytes = [UInt8](repeating: 0, count: size.pixels * 3 * output.byteCount)
  try bytes.withUnsafeMutableBytes {
    try backend.read(rows: 0..<size.height, from: painting, into: $0)
  }
  return bytes
}

/// 0…1, of 16-bit values.
package func levels(_ bytes: [UInt8]) -> [Double] {
  bytes.withUnsafeBytes { $0.bindMemory(to: UInt16.self).map { Double($0) / 65535 } }
}

/// What a network's formulas make of a picture: the part that is kept, interleaved.
package func reference(_ network: RandomNetwork, _ picture: [UInt8], _ size: Size) throws
  -> [Double]
{
  let input = (0..<3).flatMap { channel in
    (0..<size.pixels).map { Double(picture[$0 * 3 + channel]) / 255 }
  }
  let map = try Reference.run(
    network.graph, network.weights, network.style,
    on: Reference.Map(Shape(channels: 3, size: size), input))
  return (0..<size.pixels * 3).map {
    map[$0 % 3, $0 / 3 / size.width, $0 / 3 % size.width]
  }
}

/// The largest difference between a painting of 16-bit values and what formulas say.
package func worstDifference(_ painting: [UInt8], _ expected: [Double]) -> Double {
  zip(levels(painting), expected).map { abs($0 - $1) }.max()!
}

/// Decibels, of values 0…1.
package func peakSignalToNoise(_ a: [Double], _ b: [Double]) -> Double {
  let squares = zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
  return 10 * logarithm10(Double(a.count) / max(squares, 1e-30))
}
