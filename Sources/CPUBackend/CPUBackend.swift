internal import CKernels
package import Engine
package import Networks

/// Computes stages on the processor: every thread takes blocks of a tile until none is left.
package final class CPUBackend: RollingMaps, MemoryPooling, ThreadedBackend {
  /// The number of threads that run; fewer than were asked for where the system refused some.
  package let threads: Int
  private let pool: ThreadPool
  fileprivate let buffers: BufferPool
  private let scratch: WorkerScratch

  package var name: String { "cpu" }

  /// The default limit on memory that is kept of finished maps, in bytes.
  package static let usualIdleBytes = 1 << 30
  package let idleBytes: Int

  /// - Parameters:
  ///   - threads: the number of threads; nil for one per available processor.
  ///   - idleBytes: the limit on memory of finished maps that is kept for the next picture, in
  ///     bytes.
  package init(threads: Int? = nil, idleBytes: Int = CPUBackend.usualIdleBytes) {
    pool = ThreadPool(threads: threads ?? Self.availableProcessors)
    self.threads = pool.threads
    self.idleBytes = idleBytes
    buffers = BufferPool(idleLimit: idleBytes)
    scratch = WorkerScratch(workers: pool.threads)
  }

  /// The number of processors that this program may run on.
  package static var availableProcessors: Int { Int(stylize_processors()) }

  package func byteCount(of shape: Shape, _ element: Element, region: Region) -> Int {
    BufferPool.rounded(CPUMap.byteCount(of: shape, element, region: region))
  }

  /// The name of the vector instruction set in use, for display.
  package static var instructions: String {
    switch stylize_variant_chosen() {
    case stylize_avx512: "AVX-512"
    case stylize_avx2: "AVX2"
    default: "portable"
    }
  }

  /// The most bytes that maps may take together with buffers kept for later maps, which are dropped
  /// first; nil for no limit.
  package var memoryLimit: Int? {
    get { buffers.limit == .max ? nil : buffers.limit }
    set { buffers.limit = newValue ?? .max }
  }

  package func expect(peak: Int, within total: Int?) { buffers.expect(peak, within: total ?? .max) }

  /// The most that maps and kept buffers took at once since the last call, in bytes.
  package func takePeakBytes() -> Int { buffers.takePeak() }

  package func makeMap(_ shape: Shape, _ element: Element, region: Region) throws -> CPUMap {
    try CPUMap(shape, element, region: region, from: buffers)
  }

  package func prepare(_ stage: Stage, of network: StagedNetwork, weights: Weights) throws
    -> CPUKernel
  {
    guard let convolution = stage.convolution else {
      return CPUKernel(arithmetic: Pointwise(stage, channels: network.maps[stage.output]))
    }
    return CPUKernel(
      arithmetic: try VectorConvolution(convolution, stage, weights)
        ?? GEMMConvolution(convolution, stage, weights))
  }

  package func run(
    _ kernel: CPUKernel, tile: Region, from source: [Operand<CPUMap>], to output: CPUMap?,
    moments: BlockMoments?
  ) throws {
    let arithmetic = kernel.arithmetic
    let input = source[0].map.shape.size
    let blocks = Array(Tiling(of: tile, tile: arithmetic.block(for: input)))
    try scratch.reserve(arithmetic.scratchBytes(for: input))
    output?.grow(to: tile.rows)
    stylize_source.with(source) { source in
      pool.run(blocks.count) { part, worker in
        let block = blocks[part]
        let moments = moments?.storage(
          row: block.rows.lowerBound, column: block.columns.lowerBound)
        arithmetic.run(
          block, from: source, to: output?.view, moments: moments, scratch: scratch[worker])
      }
    }
  }

  package func finish() {}

  package func write(_ bytes: UnsafeRawBufferPointer, rows: Range<Int>, to map: CPUMap) {
    precondition(map.element.isPicture, "rows are interleaved in pictures only")
    map.grow(to: rows)
    map.rows(rows, plane: 0).copyMemory(from: bytes)
  }

  package func read(rows: Range<Int>, from map: CPUMap, into bytes: UnsafeMutableRawBufferPointer) {
    precondition(map.element.isPicture, "rows are interleaved in pictures only")
    bytes.copyMemory(from: UnsafeRawBufferPointer(map.rows(rows, plane: 0)))
  }
}

extension CPUBackend {
  package var capabilities: BackendCapabilities { BackendCapabilities(idleBytes: idleBytes) }

  package var setting: String { "\(Self.instructions), \(threads) threads" }

  package func singleThreaded(memoryLimit: Int) -> CPUBackend {
    let backend = CPUBackend(threads: 1, idleBytes: memoryLimit)
    backend.memoryLimit = memoryLimit
    return backend
  }

  package func makeRollingMap(_ shape: Shape, _ element: Element, region: Region) throws -> CPUMap {
    try CPUMap(shape, element, region: region, rolls: true, from: buffers)
  }

  package func layout(of shape: Shape, _ element: Element) -> RowLayout? {
    CPUMap.layout(of: shape, element)
  }

  package func workingBytes(for kernel: CPUKernel, input: Size) -> Int {
    threads * kernel.arithmetic.scratchBytes(for: input)
  }
}
