internal import CLKernels
package import Engine
package import Networks

/// Computes stages on a device that speaks OpenCL 1.2.
package final class OpenCLBackend: DeviceMemoryBackend, ResultWatching, @unchecked Sendable {
  package let device: OpenCLDevice
  let session: DeviceSession
  // Stages are run by one thread at a time.
  private var affines: AffineCache
  let moments: MomentsCollector
  private let winogradCheck = WinogradCheck()
  private let faults: OpenCLFaults
  /// The most channels of any map of the networks that were prepared.
  private var mostChannels = 0

  package var name: String { "opencl:\(device.index)" }

  /// - Parameters:
  ///   - budget: the limit on the device's memory, in bytes; nil for what the device suggests.
  ///   - maximumAllocation: the largest single buffer, in bytes; nil for the device's own limit.
  ///   - cacheFolder: the folder in which compiled programs are kept; nil keeps none.
  /// - Throws: ``OpenCLError`` when the device can't be used.
  package convenience init(
    _ device: OpenCLDevice, budget: Int? = nil, maximumAllocation: Int? = nil,
    cacheFolder: String? = OpenCLBackend.usualCacheFolder
  ) throws {
    try self.init(
      device, budget: budget, maximumAllocation: maximumAllocation, cacheFolder: cacheFolder,
      tuning: nil, faults: OpenCLFaults.ofEnvironment(for: device))
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
    self.faults = faults
    affines = AffineCache()
    moments = MomentsCollector(session)
  }

  /// The default folder of the cache: `$XDG_CACHE_HOME/stylize/opencl`, or `~/.cache/stylize/opencl`; nil without a
  /// home.
  package static var usualCacheFolder: String? { ProgramCache.usualFolder }

  /// The limit on the device's memory that the backend takes, in bytes.
  package var budget: Int { session.allocator.budget }

  /// Sets the limit on the device's memory from now on, in bytes; buffers in use stay.
  ///
  /// - Throws: ``OpenCLError`` when the device fails.
  package func setBudget(_ bytes: Int) throws { try session.allocator.setBudget(bytes) }

  /// The size of the buffers in use, in bytes.
  package var usedBytes: Int { session.allocator.usedBytes }

  /// The most that buffers took at once since the last call, in bytes.
  package func takePeakBytes() -> Int { session.allocator.takePeakBytes() }

  /// The part of the budget that a plan may take, in bytes: all but weights, working memory and other buffers that live
  /// as long as networks are prepared.
  package var availableForMaps: Int {
    max(
      session.allocator.budget - session.allocator.fixedBytes
        - AffineCache.byteCount(channels: mostChannels), 0)
  }

  package func byteCount(of shape: Shape, _ element: Element, region: Region) -> Int {
    OpenCLMap.rowBytes(of: shape, element, region: region) * region.rows.count
  }

  package func makeMap(_ shape: Shape, _ element: Element, region: Region) throws -> OpenCLMap {
    try OpenCLMap(
      shape, element, region: region, maximumAllocation: session.maximumAllocation,
      from: session.allocator)
  }

  package func prepare(_ stage: Stage, of network: StagedNetwork, weights: Weights) throws
    -> OpenCLKernel
  {
    mostChannels = max(mostChannels, network.maps.max() ?? 0)
    return OpenCLKernel(
      stage: try deviceStage(stage, of: network, weights),
      outputChannels: network.maps[stage.output],
      takesMoments: stage.norm != nil || stage.output == network.output)
  }

  private func deviceStage(_ stage: Stage, of network: StagedNetwork, _ weights: Weights) throws
    -> any DeviceStage
  {
    guard let convolution = stage.convolution else {
      return PointwiseStage(stage, channels: network.maps[stage.output])
    }
    let weights = try faults.spoiled(weights, of: stage)
    if WinogradStage.pays(for: convolution, session.tuning),
      try winogradCheck.passes(on: session)
    {
      return try WinogradStage(stage, convolution, weights, on: session)
    }
    return try ConvolutionStage(stage, convolution, weights, on: session)
  }

  package func run(
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

  package func finish() throws {
    defer { moments.forget() }
    // Whatever has failed, nothing may be on its way to the program's memory any more.
    let fetched = Result { try session.watch.fetch(on: session.queue) }
    try session.queue.finish()
    try fetched.get()
    try session.watch.add(on: session.queue)
  }

  package func takeFaults() -> ResultFaults { session.watch.take() }
}
