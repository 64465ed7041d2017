internal import Engine
internal import Models
internal import Networks

/// What is to be painted how, before it is known where.
struct Commission: Sendable {
  let pack: NetworkPack
  let network: StagedNetwork
  /// The network's, with what the style changes about them.
  let weights: Weights
  let style: StyleVectors
  let strokeSize: StrokeSize
  /// What the style's pack says, the longer side in pixels.
  let workingSize: Int?
  let grain: Grain
  let finish: Finish
  let options: PaintingOptions
  /// Processor threads; nil for one per processor.
  let threads: Int?

  /// - Parameter look: its style does not count.
  /// - Throws: `ModelError` or `NetworkError` when the network or its weights can't be had;
  ///   `ImageError` when the mask can't be read.
  init(_ style: ResolvedStyle, _ look: Look, options: PaintingOptions, threads: Int?) throws {
    pack = style.network
    weights = try style.weights()
    network = try pack.network()
    self.style = style.vectors
    (strokeSize, workingSize) = (look.strokeSize, style.workingSize)
    grain = Grain(recommended: style.grain, factor: look.grain, strength: look.strength)
    finish = try Finish(look, limits: options.limits)
    (self.options, self.threads) = (options, threads)
  }
}

extension Commission {
  /// Makes the network ready on a device.
  ///
  /// - Parameter parts: how many easels share the program's memory.
  /// - Throws: `NetworkError`; ``DeviceError/unusable(device:reason:)``.
  func easel(on device: ComputeDevice, parts: Int) throws -> any Easel {
    do {
      return try easel(
        on: device.makeBackend(
          threads: threads, idleBytes: options.idleBytes, memory: options.deviceMemoryBytes),
        of: device, parts: parts)
    } catch where !device.isProcessor && !(error is NetworkError) && !(error is DeviceError) {
      throw DeviceError.unusable(device: "\(device)", reason: "\(error)")
    }
  }

  private func easel<B: Backend>(on backend: B, of device: ComputeDevice, parts: Int) throws
    -> any Easel
  {
    let threaded = backend as? any ThreadedBackend
    let own = backend as? any DeviceMemoryBackend
    let painter = try painter(on: backend, setting: threaded?.setting ?? device.driver) {
      MemoryBudget(
        total: options.memoryBytes, lanes: threaded?.threads ?? 1, parts: parts,
        device: own.map { own in DeviceMemoryBudget(total: own.budget) { own.availableForMaps } })
    }
    let memory = painter.memory
    threaded?.memoryLimit = memory.mapLimit
    let lanes = Lanes(count: threaded?.threads ?? 1) {
      // A backend of its own kind, by the protocol.
      threaded!.singleThreaded(memoryLimit: memory.laneBytes) as! B
    }
    return DeviceEasel(
      StylePainter(painter, of: pack, weights), lanes: lanes, isProcessor: device.isProcessor)
  }

  /// - Parameters:
  ///   - setting: of the backend, on which its speed depends.
  ///   - memory: asked when the network is ready.
  private func painter<B: Backend>(
    on backend: B, setting: String, memory: () -> MemoryBudget
  ) throws -> Painter<B> {
    let network = try PreparedNetwork(network, weights: weights, on: backend)
    return Painter(
      network: network, style: style, strokeSize: strokeSize, workingSize: workingSize,
      finish: finish, options: options, memory: memory(),
      speeds: MeasuredSpeeds(setting: setting), grain: grain)
  }
}
