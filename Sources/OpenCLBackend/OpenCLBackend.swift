internal import CLKernels
public import Engine
public import Networks

/// Computes stages on a device that speaks OpenCL 1.2.
public final class OpenCLBackend: Backend, @unchecked Sendable {
  public let device: OpenCLDevice
  let session: DeviceSession
  // Stages are run by one thread at a time.
  private var affines: AffineCache
  private let moments: MomentsCollector
  private let winogradCheck = WinogradCheck()

  public var name: String { "opencl:\(device.index)" }

  /// - Parameters:
  ///   - budget: the most memory taken of the device, in bytes; nil for what the device suggests.
  ///   - maximumAllocation: the largest single buffer, in bytes; nil for the device's own limit.
  ///   - cacheFolder: where compiled programs are kept; nil keeps none.
  /// - Throws: ``OpenCLError`` when the device can't be used.
  public convenience init(
    _ device: OpenCLDevice, budget: Int? = nil, maximumAllocation: Int? = nil,
    cacheFolder: String? = OpenCLBackend.usualCacheFolder
  ) throws {
    try self.init(
      device, budget: budget, maximumAllocation: maximumAllocation, cacheFolder: cacheFolder,
      tuning: nil)
  }

  package init(
    _ device: OpenCLDevice, budget: Int?, maximumAllocation: Int? = nil,
    cacheFolder: String? = nil, tuning: Tuning?, faults: OpenCLFaults = OpenCLFaults()
  ) throws {
    self.device = device
    session = try DeviceSession(
      device, budget: budget ?? device.memory.suggestedBudget,
      maximumAllocation: maximumAllocation, tuning: tuning,
      cacheFolder: cacheFolder, faults: faults)
    affines = AffineCache()
    moments = MomentsCollector(session)
  }

  /// `$XDG_CACHE_HOME/stylize/opencl`, or `~/.cache/stylize/opencl`; nil without a home.
  public static var usualCacheFolder: String? { ProgramCache.usualFolder }

  /// Bytes that buffers take now, and the most that they took at once.
  public var memory: (used: Int, peak: Int) {
    (session.allocator.usedBytes, session.allocator.peakBytes)
  }

  /// Bytes that maps may take: the budget without what the network and the backend itself have.
  public var availableForMaps: Int {
    max(session.allocator.budget - session.allocator.usedBytes, 0)
  }

  public func byteCount(of shape: Shape, _ element: Element, region: Region) -> Int {
    OpenCLMap.rowBytes(of: shape, element, region: region) * region.rows.count
  }

  public func makeMap(_ shape: Shape, _ element: Element, region: Region) throws -> OpenCLMap {
    try OpenCLMap(
      shape, element, region: region, maximumAllocation: session.maximumAllocation,
      from: session.allocator)
  }

  public func prepare(_ stage: Stage, of network: StagedNetwork, weights: Weights) throws
    -> OpenCLKernel
  {
    guard let convolution = stage.convolution else {
      return OpenCLKernel(stage: PointwiseStage(stage, channels: network.maps[stage.output]))
    }
    if WinogradStage.pays(for: convolution, session.tuning),
      try winogradCheck.passes(on: session)
    {
      return OpenCLKernel(
        stage: try WinogradStage(stage, convolution, weights, on: session))
    }
    return OpenCLKernel(
      stage: try ConvolutionStage(stage, convolution, weights, on: session))
  }

  public func run(
    _ kernel: OpenCLKernel, tile: Region, from source: [Operand<OpenCLMap>], to output: OpenCLMap?,
    moments: BlockMoments?
  ) throws {
    let operands = try source.map { operand in
      BoundOperand(
        map: operand.map, affine: try operand.affine.map { try affines.buffer(for: $0, session) },
        activation: operand.activation)
    }
    let calls = StageCalls(kernel.stage, tile: tile, source: operands, output: output)
    do {
      for group in self.moments.groups(of: tile, into: moments) {
        let target = try self.moments.target(for: group, tile, into: moments)
        for call in try calls.calls(for: group, target) {
          try kernel.stage.enqueue(call, on: session)
        }
        if let moments, let target {
          try self.moments.collect(group, tile.columns, from: target, into: moments)
        }
      }
      try session.queue.flush()
    } catch {
      // Moments of earlier groups may be on their way to memory that the caller will give up.
      try? self.finish()
      throw error
    }
  }

  public func finish() throws {
    defer { moments.forget() }
    try session.queue.finish()
  }

  public func write(_ bytes: UnsafeRawBufferPointer, rows: Range<Int>, to map: OpenCLMap) throws {
    for part in map.parts(of: rows) {
      try session.transfers.write(
        UnsafeRawBufferPointer(rebasing: bytes[part.bytes]), to: part.buffer, at: part.offset)
    }
  }

  public func read(
    rows: Range<Int>, from map: OpenCLMap, into bytes: UnsafeMutableRawBufferPointer
  ) throws {
    for part in map.parts(of: rows) {
      try session.transfers.read(
        part.buffer, at: part.offset,
        into: UnsafeMutableRawBufferPointer(rebasing: bytes[part.bytes]))
    }
  }
}

extension OpenCLMap {
  /// Where rows of a picture are: for each band, the bytes of the rows and their place in it.
  func parts(of rows: Range<Int>)
    -> [(buffer: DeviceBuffer, offset: Int, bytes: Range<Int>)]
  {
    precondition(element.isPicture, "only pictures leave the device")
    guard !rows.isEmpty else { return [] }
    return (bands.index(of: rows.lowerBound)...bands.index(of: rows.upperBound - 1)).map { index in
      let band = bands[index]
      let part = band.clamped(to: rows)
      return (
        buffers[index], (part.lowerBound - band.lowerBound) * bands.rowBytes,
        (part.lowerBound - rows.lowerBound) * bands.rowBytes..<(part.upperBound - rows.lowerBound)
          * bands.rowBytes
      )
    }
  }
}
