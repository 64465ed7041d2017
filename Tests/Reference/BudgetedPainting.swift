package import Engine
package import Networks

/// A network and a picture on a backend, painted within whatever memory is asked for.
package struct BudgetedPainting<B: Backend> {
  package let network: RandomNetwork
  package let size: Size
  package let picture: [UInt8]
  package let precision: Element
  package let prepared: PreparedNetwork<B>
  /// The paintings' element.
  package var output = Element.uint16

  package init(
    _ network: RandomNetwork, _ size: Size, seed: UInt64, precision: Element, on backend: B
  ) throws {
    self.network = network
    self.size = size
    self.precision = precision
    picture = testPicture(size, seed: seed)
    prepared = try PreparedNetwork(
      StagedNetwork(network.graph), weights: network.weights, on: backend)
  }

  package func plan(_ budget: Int?, host: Int? = nil, scratch: Int? = nil) throws -> Plan {
    var planner = Planner(prepared, precision: precision)
    planner.budget = budget
    planner.hostBudget = host
    planner.scratchBudget = scratch
    return try planner.plan(for: size, input: .uint8, output: output)
  }

  /// The least that a plan takes of the backend's memory; nil when it takes none.
  package func least(host: Int? = nil, scratch: Int? = nil) throws -> Int? {
    do {
      _ = try plan(0, host: host, scratch: scratch)
    } catch EngineError.budgetTooSmall(let least, 0) {
      return least
    }
    return nil
  }

  /// - Parameters:
  ///   - folder: for scratch.
  ///   - progress: told the fraction done; returns false to stop.
  package func paint(
    _ plan: Plan, scratch folder: String = "/tmp", progress: (Double) -> Bool = { _ in true }
  ) throws -> (bytes: [UInt8], scratch: Int) {
    let file =
      plan.scratchBytes > 0
      ? try ScratchFile(in: folder, neededBytes: plan.scratchBytes) : nil
    let input = try prepared.makeInput(plan, scratch: file)
    for row in 0..<size.height {
      let bytes = size.width * 3
      try picture[row * bytes..<(row + 1) * bytes].withUnsafeBytes {
        try input.write($0, rows: row..<row + 1)
      }
    }
    let painting = try Executor(prepared)
      .run(input, style: network.style, plan: plan, scratch: file, progress: progress)
    var bytes = [UInt8](repeating: 0, count: size.pixels * 3 * output.byteCount)
    try bytes.withUnsafeMutableBytes { try painting.read(rows: 0..<size.height, into: $0) }
    return (bytes, file?.peakBytes ?? 0)
  }
}
