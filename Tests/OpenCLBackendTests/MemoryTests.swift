import Engine
import Networks
import OpenCLBackend
import Reference
import Testing

extension OnDevice {
  @Suite struct MemoryTests {
    private let size = Size(height: 60, width: 90)

    private func network() throws -> RandomNetwork {
      var graph = Graph()
      var x = try graph.convolution(graph.input, Convolution("a", from: 3, to: 16, kernel: 3))
      x = try graph.norm(x, Norm("a", channels: 16))
      x = try graph.convolution(x, Convolution("b", from: 16, to: 3, kernel: 3))
      graph.output = graph.activation(x, .sigmoid)
      return RandomNetwork(graph, seed: 3)
    }

    @Test func peakStaysInsideTheBudgetAndNothingLeaks() throws {
      // Picture, middle map and painting, and what moments and weights take.
      let budget = size.pixels * (3 + 64 + 6) + (1 << 20)
      let backend = try OpenCLBackend(#require(testDevice), budget: budget, cacheFolder: nil)
      let picture = testPicture(size, seed: 1)
      let first = try paint(network(), picture, size, on: backend)
      let used = backend.usedBytes
      for _ in 0..<3 {
        #expect(try paint(network(), picture, size, on: backend) == first)
        #expect(backend.usedBytes == used)
      }
      #expect(backend.takePeakBytes() <= budget)
    }

    @Test func mapBeyondTheBudgetIsRefused() throws {
      let backend = try OpenCLBackend(#require(testDevice), budget: 1 << 20, cacheFolder: nil)
      let shape = Shape(16, 128, 128)
      #expect(throws: EngineError.outOfMemory(neededBytes: 1 << 20, what: "a map of \(shape)")) {
        try backend.makeMap(shape, .float32, region: Region(shape.size))
      }
      // A smaller one still fits.
      _ = try backend.makeMap(
        Shape(16, 64, 64), .float32, region: Region(Size(height: 64, width: 64)))
    }

    /// Wherever the device first refuses, the caller is told so and the backend stays usable.
    @Test func everyRefusedBufferIsOutOfMemory() throws {
      let picture = testPicture(size, seed: 2)
      var refusals = 0
      for number in 3..<40 {
        let backend = try OpenCLBackend(
          #require(testDevice), budget: 64 << 20, tuning: nil,
          faults: OpenCLFaults("refuse-from=\(number)"))
        do {
          _ = try paint(network(), picture, size, on: backend)
          break
        } catch let error as EngineError {
          guard case .outOfMemory = error else { throw error }
          refusals += 1
          try backend.finish()
        }
      }
      // Four of weights and biases, three maps, a norm, two of moments.
      #expect((8..<38).contains(refusals))
    }

    @Test func failingBuildTellsTheLog() throws {
      let backend = try OpenCLBackend(
        #require(testDevice), budget: 64 << 20, tuning: nil,
        faults: OpenCLFaults("break-programs"))
      let error = #expect(throws: OpenCLError.self) {
        try paint(network(), testPicture(size, seed: 1), size, on: backend)
      }
      guard case .build(let program, _, _, let log) = try #require(error) else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(program == "convolve")
      #expect(log.contains("error"))
    }
  }
}
