import Engine
import Networks
import OpenCLBackend
import Reference
import Testing

extension OnDevice {
  /// Results that are none are noticed, and a lost device is told from a lack of memory.
  @Suite struct FaultTests {
    private let size = Size(height: 70, width: 90)

    /// With a norm after the first convolution only: what the others make is in no statistics.
    private func network() throws -> RandomNetwork {
      var graph = Graph()
      var x = try graph.convolution(graph.input, Convolution("a", from: 3, to: 16, kernel: 3))
      x = graph.activation(try graph.norm(x, Norm("a", channels: 16)), .relu)
      x = graph.activation(
        try graph.convolution(x, Convolution("b", from: 16, to: 16, kernel: 3)), .sigmoid)
      x = graph.activation(
        try graph.convolution(x, Convolution("c", from: 16, to: 20, kernel: 5)), .relu)
      x = try graph.convolution(x, Convolution("d", from: 20, to: 3, kernel: 1))
      graph.output = graph.activation(x, .sigmoid)
      // A style without a way around the norm, through which a factor would come.
      return try #require(
        (1...20).lazy.map { RandomNetwork(graph, seed: $0) }
          .first { $0.style.norms["a"]!.alpha.isEmpty })
    }

    private func painted(_ faults: String, _ precision: Element, rows: Int? = nil) throws -> [UInt8]
    {
      let backend = try OpenCLBackend(
        #require(testDevice), budget: 64 << 20, tuning: nil, faults: OpenCLFaults(faults))
      return try paint(
        network(), testPicture(size, seed: 1), size, on: backend, tile: rows,
        precision: precision)
    }

    @Test(arguments: 1...4) func infinityIsNoticedWhereverItComesUp(stage: Int) throws {
      let name = ["a", "b", "c", "d"][stage - 1]
      #expect(throws: EngineError.notFinite(stage: name)) {
        try painted("nan-in=\(stage)", .float32)
      }
    }

    @Test(arguments: [nil, 64]) func saturationIsNoticedInBinary16Only(rows: Int?) throws {
      let right = try levels(painted("", .float32))
      #expect(throws: EngineError.saturated(stage: "a")) {
        try painted("saturate-in=1", .float16, rows: rows)
      }
      // A norm takes the factor out again.
      let found = try levels(painted("saturate-in=1", .float32, rows: rows))
      #expect(peakSignalToNoise(found, right) > 60)
      #expect(throws: EngineError.saturated(stage: "c")) { try painted("saturate-in=3", .float16) }
    }

    /// A picture after one that failed is not blamed for it.
    @Test func faultsAreForgotten() throws {
      let backend = try #require(sharedBackend)
      var weights = try network().weights
      weights.tensors["b.bias"] = Tensor(
        shape: [16], values: [Float](repeating: .greatestFiniteMagnitude, count: 16))
      weights.tensors["b.weight"] = Tensor(
        shape: [16, 16, 3, 3], values: [Float](repeating: 1e38, count: 16 * 16 * 9))
      let bad = try PreparedNetwork(
        StagedNetwork(network().graph), weights: weights, on: backend)
      let plan = try Planner(bad, precision: .float32)
        .plan(for: size, input: .uint8, output: .uint8)
      let input = try bad.makeInput(plan)
      try testPicture(size, seed: 1).withUnsafeBytes { try input.write($0, rows: 0..<size.height) }
      #expect(throws: EngineError.notFinite(stage: "b")) {
        try Executor(bad).run(input, style: network().style, plan: plan)
      }
      _ = try paint(network(), testPicture(size, seed: 1), size, on: backend)
    }

    /// Whenever the device goes, its loss is told, and every later call tells it too.
    @Test func lossIsToldWheneverItHappens() throws {
      var losses = 0
      for commands in Array(0..<6) + stride(from: 6, to: 300, by: 5) {
        do {
          _ = try painted("lost-after=\(commands)", .float32, rows: commands % 3 == 0 ? 64 : nil)
          break
        } catch let error as OpenCLError {
          #expect(error.isDeviceLost, "\(error)")
          losses += 1
        }
      }
      #expect((10..<60).contains(losses))
    }

    @Test func lossIsNoLackOfMemory() {
      #expect(!OpenCLError.call("clFinish", code: -30).isDeviceLost)
      #expect(OpenCLError.call("clFinish", code: -36).isDeviceLost)
    }

    @Test func faultsAreReadFromText() throws {
      let faults = try OpenCLFaults(
        "refuse-from=12,lost-after=40,nan-in=3,break-programs,make-cards,device=1")
      #expect(faults.refusesBuffersFrom == 12)
      #expect(faults.losesDeviceAfter == 40)
      #expect(faults.makesNaNIn == 3)
      #expect(faults.breaksPrograms && faults.makesCards)
      #expect(faults.device == 1)
      for text in ["nan-in", "nan-in=x", "break-programs=1", "make-cards=2", "melt"] {
        #expect(throws: OpenCLError.unknownFault(text)) { try OpenCLFaults(text) }
      }
    }
  }
}
