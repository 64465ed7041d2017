import Engine
import Foundation
import Networks
import OpenCLBackend
import Testing

extension OnDevice {
  @Suite struct TuningTests {
    private func withFolder(_ body: (String) throws -> Void) throws {
      let folder = NSTemporaryDirectory() + "stylize-tuning-\(UInt64.random(in: 0 ... .max))"
      defer { try? FileManager.default.removeItem(atPath: folder) }
      try body(folder)
    }

    private func file(_ name: String, in folder: String) throws -> URL {
      let names = try FileManager.default.contentsOfDirectory(atPath: folder)
      let found = try #require(names.first { $0.hasPrefix(name) && $0.hasSuffix(".json") })
      return URL(fileURLWithPath: folder + "/" + found)
    }

    @Test func tuningIsKeptAndUsed() throws {
      let device = try #require(testDevice)
      try withFolder { folder in
        var told: [TuningProgress] = []
        let small = Trunk(
          channels: [4, 8, 16], residualBlocks: 1, firstKernel: 3, lastKernel: 3)
        let found = try OpenCLBackend.tune(
          device, by: TrialNetwork(small), Size(height: 40, width: 50), budget: 256 << 20,
          seconds: 600, cacheFolder: folder
        ) {
          told.append($0)
          return told.count < 2
        }
        #expect(told.count == 2)
        #expect(told.map(\.tried) == [1, 2])
        #expect(found == told.last)
        #expect(found.refused == 0)
        #expect(found.usualMegapixelsPerSecond > 0)
        #expect(found.bestMegapixelsPerSecond >= found.usualMegapixelsPerSecond)
        #expect(
          found.best.isEmpty == (found.bestMegapixelsPerSecond == found.usualMegapixelsPerSecond))
        let kept = try #require(Tuning.kept(for: device, in: folder))

        // Another one is kept by hand, to see that it is used.
        let file = try file("tuning", in: folder)
        let text = try String(contentsOf: file, encoding: .utf8)
        var other = kept
        other.winogradChannels = 1 << 20
        try text.replacing(/"winogradChannels" : \d+/, with: "\"winogradChannels\" : 1048576")
          .write(to: file, atomically: true, encoding: .utf8)
        #expect(Tuning.kept(for: device, in: folder) == other)
        let backend = try OpenCLBackend(device, budget: 64 << 20, cacheFolder: folder)
        let network = try TrialNetwork()
        let prepared = try PreparedNetwork(
          network.staged, weights: network.weights, on: backend)
        #expect(!prepared.kernels.contains { $0.algorithm == .winograd })

        // What is damaged, of another driver, of another format or impossible is no tuning.
        for (part, change) in [
          ("{", "["), ("\"device\" : \"", "\"device\" : \"another "),
          ("\"format\" : 1", "\"format\" : 0"), ("\"widestTile\" : ", "\"widestTile\" : 7"),
        ] {
          #expect(text.contains(part))
          try text.replacing(part, with: change)
            .write(to: file, atomically: true, encoding: .utf8)
          #expect(Tuning.kept(for: device, in: folder) == nil, "\(change)")
          _ = try OpenCLBackend(device, budget: 64 << 20, cacheFolder: folder)
        }
      }
    }
  }
}
