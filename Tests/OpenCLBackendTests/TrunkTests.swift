import CPUBackend
import Engine
import Networks
import OpenCLBackend
import Reference
import Testing

extension OnDevice {
  @Suite struct TrunkTests {
    static let trunk = Trunk(
      channels: [8, 12, 40], residualBlocks: 2, firstKernel: 9, lastKernel: 5)
    static let size = Size(height: 77, width: 101)

    private func network() throws -> RandomNetwork {
      RandomNetwork(try Self.trunk.graph(), seed: 5)
    }

    @Test(arguments: [(Element.float32, 90.0), (.float16, 60)])
    func trunkEqualsCPU(precision: Element, decibels: Double) throws {
      let network = try network()
      let picture = testPicture(Self.size, seed: 5)
      let device = levels(
        try paint(network, picture, Self.size, on: #require(sharedBackend), precision: precision))
      let processor = levels(
        try paint(network, picture, Self.size, on: CPUBackend(), precision: precision))
      #expect(peakSignalToNoise(device, processor) > decibels)
    }

    /// The programs that a graphics card is given, on whatever device there is.
    @Test func graphicsCardTuningEqualsCPU() throws {
      let network = try network()
      let picture = testPicture(Self.size, seed: 6)
      let backend = try OpenCLBackend(
        #require(testDevice), budget: 256 << 20, tuning: .graphicsCard)
      let device = levels(try paint(network, picture, Self.size, on: backend))
      let processor = levels(try paint(network, picture, Self.size, on: CPUBackend()))
      #expect(peakSignalToNoise(device, processor) > 90)
    }

    @Test func bandsChangeNoByte() throws {
      let network = try network()
      let picture = testPicture(Self.size, seed: 7)
      let whole = try paint(
        network, picture, Self.size, on: #require(sharedBackend), precision: .float16)
      // 32 rows of the widest map, of 104 columns: it is stored in three bands.
      let limit = 32 * 104 * 8 * 2
      let backend = try OpenCLBackend(
        #require(testDevice), budget: 256 << 20, maximumAllocation: limit, tuning: nil)
      for tile in [nil, 64] {
        let banded = try paint(
          network, picture, Self.size, on: backend, tile: tile, precision: .float16)
        #expect(banded == whole)
      }
    }

    /// Pinned pieces smaller than a picture, and not of whole rows.
    @Test(arguments: [1000, 4096]) func stagingChangesNoByte(bytes: Int) throws {
      var tuning = Tuning.software
      tuning.stagingBytes = bytes
      let backend = try OpenCLBackend(#require(testDevice), budget: 64 << 20, tuning: tuning)
      let size = Self.size
      let picture = testPicture(size, seed: 3)
      let map = try backend.makeMap(Shape(channels: 3, size: size), .uint8, region: Region(size))
      try picture.withUnsafeBytes {
        try backend.write($0, rows: 0..<size.height, to: map)
      }
      // All rows, and then some of them.
      for rows in [0..<size.height, 5..<41] {
        var found = [UInt8](repeating: 0, count: rows.count * size.width * 3)
        try found.withUnsafeMutableBytes { try backend.read(rows: rows, from: map, into: $0) }
        let stride = size.width * 3
        #expect(found == Array(picture[rows.lowerBound * stride..<rows.upperBound * stride]))
      }
    }

    @Test func rowsTooLongForTheDeviceAreRefused() throws {
      let backend = try OpenCLBackend(
        #require(testDevice), budget: 256 << 20, maximumAllocation: 4096, tuning: nil)
      let shape = Shape(8, 100, 100)
      #expect(
        throws: EngineError.outOfMemory(
          neededBytes: 32 * 3200, what: "32 rows of a map in one buffer")
      ) {
        try backend.makeMap(shape, .float32, region: Region(shape.size))
      }
    }
  }
}
