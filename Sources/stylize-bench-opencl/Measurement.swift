import CPUBackend
import Engine
import Foundation
import Networks
import OpenCLBackend

/// A network of random weights, prepared on a device.
struct Measurement {
  struct Result: Codable {
    var edge: Int
    var precision: String
    /// The median time from a picture on the device to a painting on it, in seconds, with nothing else going on.
    var seconds: Double
    /// The median time from a picture in the program's memory to a painting there, in seconds.
    var secondsWithTransfers: Double
    var megapixelsPerSecond: Double
    /// The operations of direct convolutions per second, in billions: more than the device computes where an algorithm
    /// saves some.
    var gigaflops: Double
    /// The peak of the device's memory, in bytes.
    var peakBytes: Int
    /// Whether all maps were on the device all the time.
    var isWhole: Bool
  }

  private let trial: TrialNetwork
  private let device: PreparedNetwork<OpenCLBackend>

  init(_ trunk: Trunk, on device: OpenCLDevice, budget: Int?) throws {
    trial = try TrialNetwork(trunk)
    self.device = try PreparedNetwork(
      trial.staged, weights: trial.weights, on: OpenCLBackend(device, budget: budget))
  }

  var algorithms: [(stage: String, algorithm: String)] {
    zip(device.staged.stages, device.kernels).map { ($0.name, $1.algorithm.rawValue) }
  }

  /// The peak signal-to-noise ratio between the device's painting and the processor's, in decibels.
  func agreementWithCPU(_ precision: Element) throws -> Double {
    // Odd, and more than one merged block of moments.
    let size = Size(height: 131, width: 165)
    let a = try Trial(trial, size, precision, on: device.backend).painting()
    let b = try Trial(trial, size, precision, on: CPUBackend()).painting()
    let squares = zip(a, b).reduce(0.0) {
      let difference = (Double($1.0) - Double($1.1)) / 65535
      return $0 + difference * difference
    }
    return 10 * log10(Double(a.count) / max(squares, 1e-20))
  }

  /// Times the painting of a square picture with `edge` pixels on a side.
  ///
  /// - Parameter hostBytes: the limit on the program's memory for maps where the device has too little, in bytes.
  func time(edge: Int, _ precision: Element, runs: Int, hostBytes: Int) throws -> Result {
    let size = Size(height: edge, width: edge)
    let backend = device.backend
    var planner = Planner(device, precision: precision)
    planner.budget = backend.availableForMaps
    planner.hostBudget = hostBytes
    planner.scratchBudget = 0
    let plan = try planner.plan(for: size, input: .uint8, output: .uint8)
    let picture = TrialNetwork.picture(size)
    var bytes = [UInt8](repeating: 0, count: size.pixels * 3)
    _ = backend.takePeakBytes()
    let input = try device.makeInput(plan)
    var (seconds, whole): ([Double], [Double]) = ([], [])
    // The first run builds programs and makes buffers.
    for run in 0...runs {
      let start = ContinuousClock.now
      try picture.withUnsafeBytes { try input.write($0, rows: 0..<edge) }
      let brought = ContinuousClock.now
      let painting = try Executor(device).run(input, style: trial.style, plan: plan)
      let painted = ContinuousClock.now
      try bytes.withUnsafeMutableBytes { try painting.read(rows: 0..<edge, into: $0) }
      guard run > 0 else { continue }
      seconds.append((painted - brought) / .seconds(1))
      whole.append((ContinuousClock.now - start) / .seconds(1))
    }
    let median = seconds.sorted()[runs / 2]
    let operations = 2 * Double(try device.staged.multiplyAdds(for: size))
    return Result(
      edge: edge, precision: "\(precision)", seconds: median,
      secondsWithTransfers: whole.sorted()[runs / 2],
      megapixelsPerSecond: Double(size.pixels) / 1e6 / median,
      gigaflops: operations / median / 1e9, peakBytes: backend.takePeakBytes(),
      isWhole: plan.isWhole)
  }
}
