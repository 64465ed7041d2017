import CPUBackend
import Engine
import Networks
import Reference
import Testing

/// A picture of smooth shapes and some noise, 8 bits, interleaved.
func testPicture(_ size: Size, seed: UInt64) -> [UInt8] {
  var random = SeededGenerator(seed: seed)
  return (0..<size.pixels * 3).map { index in
    let (pixel, channel) = (index / 3, index % 3)
    let (row, column) = (pixel / size.width, pixel % size.width)
    let shape = (row * (channel + 1) + column * (3 - channel)) % 160
    return UInt8(shape) + UInt8.random(in: 0..<90, using: &random)
  }
}

func paint(
  _ network: RandomNetwork, _ picture: [UInt8], _ size: Size, tile: Int? = nil,
  precision: Element = .float32, output: Element = .uint16, threads: Int = 2
) throws -> [UInt8] {
  let backend = CPUBackend(threads: threads)
  let prepared = try PreparedNetwork(
    StagedNetwork(network.graph), weights: network.weights, on: backend)
  let plan = try Planner(prepared, precision: precision, tileEdge: tile)
    .plan(for: size, input: .uint8, output: output)
  let input = try backend.makeMap(plan.maps[0].shape, .uint8, region: plan.maps[0].region)
  picture.withUnsafeBytes { backend.write($0, rows: 0..<size.height, to: input) }
  let painting = try Executor(prepared).paint(input, style: network.style, plan: plan)
  var bytes = [UInt8](repeating: 0, count: size.pixels * 3 * output.byteCount)
  bytes.withUnsafeMutableBytes { backend.read(rows: 0..<size.height, from: painting, into: $0) }
  return bytes
}

func reference(_ network: RandomNetwork, _ picture: [UInt8], _ size: Size) throws -> [Double] {
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

@Suite struct ExecutorTests {
  static let sizes = [
    Size(height: 1, width: 1), Size(height: 2, width: 5), Size(height: 17, width: 33),
    Size(height: 40, width: 31), Size(height: 64, width: 70),
  ]

  @Test(arguments: 1...24) func randomNetworkEqualsReference(seed: UInt64) throws {
    let network = try RandomNetwork(seed: seed)
    let size = Self.sizes[Int(seed) % Self.sizes.count]
    let picture = testPicture(size, seed: seed)
    let painting = try paint(network, picture, size)
    let expected = try reference(network, picture, size)
    painting.withUnsafeBytes { bytes in
      for (found, expected) in zip(bytes.bindMemory(to: UInt16.self), expected) {
        #expect(abs(Double(found) / 65535 - expected) < 1e-4)
      }
    }
  }

  @Test(arguments: 1...24) func tilesAndThreadsChangeNoByte(seed: UInt64) throws {
    let network = try RandomNetwork(seed: seed)
    var random = SeededGenerator(seed: seed)
    let size = Size(
      height: Int.random(in: 1...150, using: &random),
      width: Int.random(in: 1...150, using: &random))
    let picture = testPicture(size, seed: seed)
    for precision in [Element.float32, .float16] {
      let whole = try paint(network, picture, size, precision: precision, threads: 1)
      for _ in 0..<3 {
        let tile = Int.random(in: 1...100, using: &random)
        let tiled = try paint(
          network, picture, size, tile: tile, precision: precision,
          threads: Int.random(in: 1...4, using: &random))
        #expect(tiled == whole, "tile \(tile), size \(size), \(precision)")
      }
    }
  }
}
