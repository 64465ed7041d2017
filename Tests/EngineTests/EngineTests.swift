import CPUBackend
import Engine
import Networks
import Reference
import Testing

/// What a network makes of a picture on so many threads.
func paint(
  _ network: RandomNetwork, _ picture: [UInt8], _ size: Size, tile: Int? = nil,
  precision: Element = .float32, output: Element = .uint16, threads: Int = 2
) throws -> [UInt8] {
  try paint(
    network, picture, size, on: CPUBackend(threads: threads), tile: tile, precision: precision,
    output: output)
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
    #expect(worstDifference(painting, expected) < 1e-4)
  }

  /// What importers make of operators that the engine does not have.
  @Test(arguments: 1...24) func foreignNetworkEqualsReference(seed: UInt64) throws {
    let network = try RandomNetwork(foreign: seed)
    let size = Self.sizes[Int(seed) % Self.sizes.count]
    let picture = testPicture(size, seed: seed)
    let painting = try paint(network, picture, size)
    #expect(worstDifference(painting, try reference(network, picture, size)) < 1e-4)
    #expect(try paint(network, picture, size, tile: 20) == painting)
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
