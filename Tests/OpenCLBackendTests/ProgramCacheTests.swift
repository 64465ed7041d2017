import Engine
import Foundation
import Networks
import OpenCLBackend
import Reference
import Testing

extension OnDevice {
  @Suite struct ProgramCacheTests {
    private let size = Size(height: 9, width: 12)

    private func paintOnce(_ folder: String) throws -> [UInt8] {
      var graph = Graph()
      let x = try graph.convolution(graph.input, Convolution("a", from: 3, to: 3, kernel: 3))
      graph.output = graph.activation(x, .sigmoid)
      let backend = try OpenCLBackend(
        #require(testDevice), budget: 64 << 20, cacheFolder: folder)
      return try paint(
        RandomNetwork(graph, seed: 1), testPicture(size, seed: 1), size, on: backend)
    }

    private func files(_ folder: String) throws -> [String] {
      try FileManager.default.contentsOfDirectory(atPath: folder).sorted().map {
        folder + "/" + $0
      }
    }

    @Test func keepsAndMendsPrograms() throws {
      let folder = NSTemporaryDirectory() + "stylize-programs-\(UInt64.random(in: 0 ... .max))"
      defer { try? FileManager.default.removeItem(atPath: folder) }
      let first = try paintOnce(folder)
      let files = try files(folder)
      #expect(files.count == 3)
      let contents = files.map { FileManager.default.contents(atPath: $0) }

      // From the cache, nothing is written again.
      let dates = try files.map { try modified($0) }
      #expect(try paintOnce(folder) == first)
      #expect(try files.map { try modified($0) } == dates)

      // A damaged, a cut and an empty file are made again.
      for (index, file) in files.enumerated() {
        var data = try #require(contents[index])
        switch index {
        case 0: data[data.count / 2] ^= 0xff
        case 1: data = data.prefix(data.count / 2)
        default: data = Data()
        }
        try data.write(to: URL(fileURLWithPath: file))
      }
      #expect(try paintOnce(folder) == first)
      for (index, file) in files.enumerated() {
        let mended = try #require(FileManager.default.contents(atPath: file))
        #expect(mended.count > contents[index]!.count / 2)
      }
    }

    @Test func unwritableFolderCostsNothing() throws {
      _ = try paintOnce("/proc/nowhere")
    }

    private func modified(_ path: String) throws -> Date? {
      try FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date
    }
  }
}
