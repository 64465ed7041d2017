import CPUBackend
import Engine
import Networks
import Synchronization

/// The CPU backend with a stopwatch at every stage.
final class TimedBackend: Backend {
  struct Kernel: StageKernel {
    let stage: Stage
    let base: CPUKernel

    func block(for input: Size) -> Size { base.block(for: input) }
  }

  private let base: CPUBackend
  private let seconds = Mutex<[String: Double]>([:])

  init(threads: Int?) {
    base = CPUBackend(threads: threads)
  }

  var name: String { base.name }
  var threads: Int { base.threads }
  let capabilities = BackendCapabilities()

  /// The time that each stage took since the last call, in seconds, by the stage's name.
  func takeSeconds() -> [String: Double] {
    seconds.withLock { seconds in
      defer { seconds = [:] }
      return seconds
    }
  }

  func byteCount(of shape: Shape, _ element: Element, region: Region) -> Int {
    base.byteCount(of: shape, element, region: region)
  }

  func makeMap(_ shape: Shape, _ element: Element, region: Region) throws -> CPUMap {
    try base.makeMap(shape, element, region: region)
  }

  func prepare(_ stage: Stage, of network: StagedNetwork, weights: Weights) throws -> Kernel {
    Kernel(stage: stage, base: try base.prepare(stage, of: network, weights: weights))
  }

  func run(
    _ kernel: Kernel, tile: Region, from source: [Operand<CPUMap>], to output: CPUMap?,
    moments: BlockMoments?
  ) throws {
    let start = ContinuousClock.now
    try base.run(kernel.base, tile: tile, from: source, to: output, moments: moments)
    let elapsed = (ContinuousClock.now - start) / .seconds(1)
    seconds.withLock { $0[kernel.stage.name, default: 0] += elapsed }
  }

  func finish() throws { base.finish() }

  func write(_ bytes: UnsafeRawBufferPointer, rows: Range<Int>, to map: CPUMap) {
    base.write(bytes, rows: rows, to: map)
  }

  func read(rows: Range<Int>, from map: CPUMap, into bytes: UnsafeMutableRawBufferPointer) {
    base.read(rows: rows, from: map, into: bytes)
  }
}
