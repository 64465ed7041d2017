import Engine
import Networks
import OpenCLBackend
import Reference
import Testing

extension OnDevice {
  @Suite struct RandomNetworkTests {
    static let sizes = [
      Size(height: 1, width: 1), Size(height: 2, width: 5), Size(height: 17, width: 33),
      Size(height: 40, width: 31), Size(height: 64, width: 70),
    ]

    @Test(arguments: 1...24) func randomNetworkEqualsReference(seed: UInt64) throws {
      let network = try RandomNetwork(seed: seed)
      let size = Self.sizes[Int(seed) % Self.sizes.count]
      let picture = testPicture(size, seed: seed)
      let painting = try paint(network, picture, size, on: #require(sharedBackend))
      let expected = try reference(network, picture, size)
      #expect(worstDifference(painting, expected) < 1e-4)
    }

    /// What importers make of operators that the engine does not have.
    @Test(arguments: 1...10) func foreignNetworkEqualsReference(seed: UInt64) throws {
      let network = try RandomNetwork(foreign: seed)
      let size = Self.sizes[Int(seed) % Self.sizes.count]
      let picture = testPicture(size, seed: seed)
      let painting = try paint(network, picture, size, on: #require(sharedBackend))
      let expected = try reference(network, picture, size)
      #expect(worstDifference(painting, expected) < 1e-4)
      #expect(try paint(network, picture, size, on: #require(sharedBackend), tile: 20) == painting)
    }

    @Test(arguments: 1...12) func tilesChangeNoByte(seed: UInt64) throws {
      let network = try RandomNetwork(seed: seed)
      let backend = try #require(sharedBackend)
      var random = SeededGenerator(seed: seed)
      let size = Size(
        height: Int.random(in: 1...170, using: &random),
        width: Int.random(in: 1...170, using: &random))
      let picture = testPicture(size, seed: seed)
      for precision in [Element.float32, .float16] {
        let whole = try paint(network, picture, size, on: backend, precision: precision)
        for _ in 0..<2 {
          let tile = Int.random(in: 1...130, using: &random)
          let tiled = try paint(
            network, picture, size, on: backend, tile: tile, precision: precision)
          #expect(tiled == whole, "tile \(tile), size \(size), \(precision)")
        }
      }
    }
  }
}
