import CPUBackend
import Engine
import Glibc
import Networks
import Reference
import Testing

private typealias Subject = BudgetedPainting<CPUBackend>

extension BudgetedPainting<CPUBackend> {
  fileprivate init(
    _ network: RandomNetwork, _ size: Size, seed: UInt64, precision: Element, threads: Int
  ) throws {
    try self.init(
      network, size, seed: seed, precision: precision, on: CPUBackend(threads: threads))
  }

  /// A painting, and what was taken for it.
  fileprivate func painted(_ plan: Plan) throws -> (bytes: [UInt8], peak: Int, scratch: Int) {
    prepared.backend.memoryLimit = plan.peakBytes
    _ = prepared.backend.takePeakBytes()
    let (bytes, scratch) = try paint(plan)
    return (bytes, prepared.backend.takePeakBytes(), scratch)
  }
}

@Suite struct BudgetTests {
  /// The heart of the promise: whatever the memory, the same painting, and never more memory.
  @Test(arguments: 1...40) func budgetsChangeNoByte(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let most = [40, 120, 200].randomElement(using: &random)!
    let size = Size(
      height: Int.random(in: 1...most, using: &random),
      width: Int.random(in: 1...most, using: &random))
    let subject = try Subject(
      RandomNetwork(seed: seed), size, seed: seed,
      precision: Bool.random(using: &random) ? .float16 : .float32,
      threads: Int.random(in: 1...3, using: &random))
    let unlimited = try subject.plan(nil)
    let whole = try subject.painted(unlimited)
    #expect(whole.peak <= unlimited.peakBytes)
    for scratch in [nil, 0, Int.random(in: 1 << 12...1 << 20, using: &random)] {
      let least = try #require(try subject.least(scratch: scratch))
      for share in [0, 0.1, 0.35, 0.7, Double.random(in: 0...1, using: &random)] {
        let budget = least + Int(Double(max(unlimited.peakBytes - least, 0)) * share)
        let plan = try subject.plan(budget, scratch: scratch)
        #expect(plan.peakBytes <= budget)
        #expect(plan.scratchBytes <= scratch ?? .max)
        let painted = try subject.painted(plan)
        #expect(painted.bytes == whole.bytes, "budget \(budget), \(plan)")
        #expect(painted.peak <= plan.peakBytes, "budget \(budget), \(plan)")
        #expect(painted.scratch == plan.scratchBytes)
      }
    }
  }

  @Test func houseNetworkFitsIntoLittle() throws {
    let trunk = Trunk(channels: [16, 32, 64], residualBlocks: 3, firstKernel: 5, lastKernel: 9)
    let subject = try Subject(
      RandomNetwork(trunk.graph(), seed: 4), Size(height: 700, width: 300), seed: 4,
      precision: .float16, threads: 2)
    let unlimited = try subject.plan(nil)
    let whole = try subject.painted(unlimited)
    for share in [0.8, 0.5, 0.3, 0.2] {
      let plan = try subject.plan(Int(Double(unlimited.peakBytes) * share))
      let painted = try subject.painted(plan)
      #expect(painted.bytes == whole.bytes)
      #expect(painted.peak <= plan.peakBytes)
      // What is planned is what is taken, but for the moments and each thread's own.
      #expect(Double(painted.peak) >= 0.6 * Double(plan.peakBytes))
    }
  }

  /// Rows longer than what is moved at once, and a file system that keeps files in memory, where the
  /// system's cache can't be passed by.
  @Test(arguments: ["/tmp", "/dev/shm"]) func wideRowsGoThroughScratch(folder: String) throws {
    let subject = try Subject(
      RandomNetwork(
        Trunk(channels: [16, 16, 16], residualBlocks: 1, firstKernel: 5, lastKernel: 5).graph(),
        seed: 8),
      Size(height: 40, width: 50_000), seed: 8, precision: .float16, threads: 2)
    let least = try #require(try subject.least())
    let plan = try subject.plan(least)
    #expect(plan.scratchBytes > 0)
    let whole = try subject.paint(subject.plan(nil)).bytes
    #expect(try subject.paint(plan, scratch: folder).bytes == whole)
  }

  /// Rows are on their way in both directions when a painting is given up.
  @Test func givingUpLeavesNothingUnderWay() throws {
    let subject = try Subject(
      RandomNetwork(
        Trunk(channels: [16, 32, 64], residualBlocks: 2, firstKernel: 5, lastKernel: 9).graph(),
        seed: 5),
      Size(height: 400, width: 300), seed: 5, precision: .float16, threads: 2)
    let plan = try subject.plan(try #require(try subject.least()))
    #expect(plan.scratchBytes > 0)
    let whole = try subject.paint(subject.plan(nil)).bytes
    for share in [0.05, 0.3, 0.5, 0.7, 0.95] {
      #expect(throws: EngineError.cancelled) {
        _ = try subject.paint(plan) { $0 < share }
      }
      #expect(try subject.paint(plan).bytes == whole)
    }
  }

  @Test func impossibleBudgetNamesTheLeast() throws {
    let subject = try Subject(
      RandomNetwork(seed: 3), Size(height: 50, width: 60), seed: 3, precision: .float16, threads: 1)
    let least = try #require(try subject.least())
    #expect(throws: EngineError.budgetTooSmall(leastBytes: least, budgetBytes: least - 1)) {
      try subject.plan(least - 1)
    }
    #expect(try subject.plan(least).peakBytes <= least)
  }

  @Test func fullDiskIsRefusedBeforeTheStart() {
    #expect {
      _ = try ScratchFile(in: "/tmp", neededBytes: .max)
    } throws: { error in
      guard case EngineError.scratch("/tmp", .max, let reason) = error else { return false }
      return "\(reason)".hasSuffix("bytes are free")
    }
    #expect(throws: EngineError.self) {
      _ = try ScratchFile(in: "/no/such/folder", neededBytes: 1)
    }
  }

  @Test func scratchLeavesNothingBehind() throws {
    let folder = "/tmp/stylize-scratch-\(UInt64.random(in: 0 ... .max))"
    #expect(mkdir(folder, 0o700) == 0)
    // A folder with anything in it can't be removed.
    let file = try ScratchFile(in: folder, neededBytes: 1 << 20)
    #expect(rmdir(folder) == 0)
    withExtendedLifetime(file) {}
  }
}
