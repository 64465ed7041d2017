import Engine
import Foundation
import Networks
import OpenCLBackend
import Reference
import Testing

private typealias Subject = BudgetedPainting<OpenCLBackend>

extension BudgetedPainting<OpenCLBackend> {
  /// A painting, on a device that has no more for maps than the plan says, and what it took beside
  /// the device.
  fileprivate func painted(_ plan: Plan) throws -> (bytes: [UInt8], host: Int, scratch: Int) {
    let backend = prepared.backend
    let budget = backend.budget
    try backend.setBudget(budget - backend.availableForMaps + plan.peakBytes)
    let limit = backend.budget
    defer { try? backend.setBudget(budget) }
    _ = backend.takePeakBytes()
    _ = HostMemory.takePeakBytes()
    let (bytes, scratch) = try paint(plan)
    #expect(backend.takePeakBytes() <= limit)
    return (bytes, HostMemory.takePeakBytes(), scratch)
  }
}

extension OnDevice {
  @Suite struct BudgetTests {
    /// Whatever the memory on the device and beside it, the same painting, and never more memory.
    @Test(arguments: 1...10) func budgetsChangeNoByte(seed: UInt64) throws {
      var random = SeededGenerator(seed: seed)
      let size = Size(
        height: Int.random(in: 1...200, using: &random),
        width: Int.random(in: 1...120, using: &random))
      let subject = try Subject(
        RandomNetwork(seed: seed), size, seed: seed,
        precision: Bool.random(using: &random) ? .float16 : .float32,
        on: #require(sharedBackend))
      let unlimited = try subject.plan(nil)
      let whole = try subject.painted(unlimited)
      #expect(whole.host == 0)
      // Without maps beside the device, and with as much as one of them may take.
      let none = unlimited.hostBytes
      let some = none + unlimited.maps.map(\.byteCount).max()!
      for (host, scratch) in [
        (nil, nil), (nil, 0), (Int.max, 0), (some, nil), (none, nil), (some, 1 << 18),
      ] {
        let most = unlimited.peakBytes
        guard let least = try subject.least(host: host, scratch: scratch) else { continue }
        #expect(least <= most)
        for share in [0, Double.random(in: 0...1, using: &random)] {
          let budget = least + Int(Double(most - least) * share)
          let plan = try subject.plan(budget, host: host, scratch: scratch)
          #expect(plan.peakBytes <= budget)
          #expect(plan.scratchBytes <= scratch ?? .max)
          #expect(host != nil || !plan.maps.contains { $0.storage == .host })
          if let host { #expect(plan.hostBytes <= host) }
          let painted = try subject.painted(plan)
          #expect(painted.bytes == whole.bytes, "budget \(budget), \(plan)")
          #expect(painted.host <= plan.hostBytes)
          #expect(painted.scratch == plan.scratchBytes)
        }
      }
    }

    /// The shipped network's shape; the device, the program and a file share the maps.
    @Test(
      arguments: [(Size(height: 300, width: 200), 32)]
        + (ProcessInfo.processInfo.environment["STYLIZE_SOAK"] == nil
          ? [] : [(Size(height: 3000, width: 4000), 64)]))
    func houseNetworkFitsIntoLittle(size: Size, megabytes: Int) throws {
      let trunk = Trunk(
        channels: [16, 32, 128], residualBlocks: 5, firstKernel: 5, lastKernel: 5)
      let network = RandomNetwork(try trunk.graph(), seed: 4)
      let ample = try Subject(
        network, size, seed: 4, precision: .float16,
        on: OpenCLBackend(#require(testDevice), budget: 8 << 30, tuning: nil))
      let expected = try ample.paint(ample.plan(nil)).bytes
      let backend = try OpenCLBackend(
        #require(testDevice), budget: megabytes << 20, tuning: nil)
      let narrow = try Subject(network, size, seed: 4, precision: .float16, on: backend)
      let host = size.pixels * 20 + backend.capabilities.hostWorkingBytes
      let least = try #require(try narrow.least(host: host))
      let room = min(backend.availableForMaps, least + least / 4)
      let plan = try narrow.plan(room, host: host)
      #expect(!plan.isWhole)
      #expect(plan.busBytes > size.pixels * 6)
      _ = HostMemory.takePeakBytes()
      let painted = try narrow.paint(plan)
      #expect(painted.bytes == expected)
      #expect(backend.takePeakBytes() <= megabytes << 20)
      #expect(HostMemory.takePeakBytes() <= host)
    }
  }
}
