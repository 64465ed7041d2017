import CPUBackend
import Engine
import Foundation
import ModelImport
import Networks

/// The subject of a benchmark: a network, a style and a square picture, ready to be painted again
/// and again.
struct Subject {
  let network: PreparedNetwork<TimedBackend>
  let style: StyleVectors
  let plan: Plan
  private let photograph: TimedBackend.Map

  /// - Parameter folder: a folder with `network.onnx`, the very file that other programs are
  ///   measured with, and `input.rgb`, which is interleaved with 8 bits per channel.
  init(folder: String, edge: Int, sixteenBits: Bool, threads: Int?) throws {
    let imported = try Importer.read(folder + "/network.onnx")
    network = try PreparedNetwork(
      StagedNetwork(imported.graph), weights: imported.weights, on: TimedBackend(threads: threads))
    style = imported.style
    let backend = network.backend
    let size = Size(height: edge, width: edge)
    plan = try Planner(network)
      .plan(for: size, input: .uint8, output: sixteenBits ? .uint16 : .uint8)
    let input = plan.maps[StagedNetwork.input]
    photograph = try backend.makeMap(input.shape, input.element, region: input.region)
    let pixels = try Data(contentsOf: URL(fileURLWithPath: folder + "/input.rgb"))
    guard pixels.count == size.pixels * 3 else {
      throw BenchError.inputSize(expected: size.pixels * 3, found: pixels.count)
    }
    pixels.withUnsafeBytes { backend.write($0, rows: 0..<edge, to: photograph) }
  }

  /// Paints once and returns the time that it took, in seconds.
  func run() throws -> Double {
    let start = ContinuousClock.now
    _ = try Executor(network).run(photograph, style: style, plan: plan)
    return (ContinuousClock.now - start) / .seconds(1)
  }

  /// Paints once and returns the painting, interleaved.
  func painting() throws -> Data {
    let map = try Executor(network).run(photograph, style: style, plan: plan)
    var bytes = Data(count: map.region.size.pixels * 3 * map.element.byteCount)
    bytes.withUnsafeMutableBytes {
      network.backend.read(rows: 0..<map.region.size.height, from: map, into: $0)
    }
    return bytes
  }
}

enum BenchError: Error, CustomStringConvertible {
  /// The input file has the wrong size. Sizes in bytes.
  case inputSize(expected: Int, found: Int)

  var description: String {
    switch self {
    case .inputSize(let expected, let found):
      "input.rgb has \(found) bytes, expected \(expected)"
    }
  }
}
