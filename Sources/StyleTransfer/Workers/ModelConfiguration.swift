package import Devices
internal import Engine
package import Networks
package import StyleLibrary

/// The model, its settings and the options of rendering, before a device is chosen.
package struct ModelConfiguration: Sendable {
  package let pack: NetworkPack
  package let network: StagedNetwork
  /// The network's weights, with the style's changes to them.
  package let weights: Weights
  package let style: StyleVectors
  package let strokeSize: StrokeSize
  /// The longer side that the style's pack recommends, in pixels.
  package let workingSize: Int?
  package let grain: Grain
  package let postProcessing: PostProcessing
  package let options: RenderOptions
  /// The number of processor threads; nil for one per processor.
  package let threads: Int?

  /// - Parameter settings: the settings of the look; their style is ignored in favour of `style`.
  /// - Throws: `ModelError` or `NetworkError` when the network or its weights can't be had;
  ///   `ImageError` when the mask can't be read.
  package init(
    _ style: ResolvedStyle, _ settings: StyleSettings, options: RenderOptions, threads: Int?
  )
    throws
  {
    pack = style.network
    weights = try style.weights()
    network = try pack.network()
    self.style = style.vectors
    (strokeSize, workingSize) = (settings.strokeSize, style.workingSize)
    grain = Grain(recommended: style.grain, factor: settings.grain, strength: settings.strength)
    postProcessing = try PostProcessing(settings, limits: options.limits)
    (self.options, self.threads) = (options, threads)
  }
}

extension ModelConfiguration {
  /// Makes the network ready on a device.
  ///
  /// - Parameter parts: the number of workers that share the program's memory.
  /// - Throws: `NetworkError`; ``DeviceError/unusable(device:reason:)``.
  package func worker(on device: ComputeDevice, parts: Int) throws -> any DeviceWorker {
    do {
      return try worker(
        on: device.makeBackend(
          threads: threads, idleBytes: options.idleBytes, memory: options.deviceMemoryBytes),
        of: device, parts: parts)
    } catch  where !device.isProcessor && !(error is NetworkError) && !(error is DeviceError) {
      throw DeviceError.unusable(device: "\(device)", reason: "\(error)")
    }
  }

  private func worker<B: Backend>(on backend: B, of device: ComputeDevice, parts: Int) throws
    -> any DeviceWorker
  {
    let threaded = backend as? any ThreadedBackend
    let own = backend as? any DeviceMemoryBackend
    let pipeline = try pipeline(on: backend, setting: threaded?.setting ?? device.driver) {
      MemoryBudget(
        total: options.memoryBytes, slots: threaded?.threads ?? 1, parts: parts,
        device: own.map { own in DeviceMemoryBudget(total: own.budget) { own.availableForMaps } })
    }
    let memory = pipeline.memory
    threaded?.memoryLimit = memory.mapLimit
    let slots = SmallImageWorkers(count: threaded?.threads ?? 1) {
      // The protocol guarantees a backend of the same type.
      threaded!.singleThreaded(memoryLimit: memory.slotBytes) as! B
    }
    return BackendWorker(
      StylePipeline(pipeline, of: pack, weights), slots: slots, isProcessor: device.isProcessor)
  }

  /// - Parameters:
  ///   - setting: the backend's settings on which its speed depends.
  ///   - memory: returns the memory budget; called when the network is ready.
  private func pipeline<B: Backend>(
    on backend: B, setting: String, memory: () -> MemoryBudget
  ) throws -> Pipeline<B> {
    let network = try PreparedNetwork(network, weights: weights, on: backend)
    return Pipeline(
      network: network,
      settings: PipelineSettings(
        style: style, strokeSize: strokeSize, workingSize: workingSize, grain: grain,
        postProcessing: postProcessing),
      options: options, memory: memory(), speeds: SpeedCache(setting: setting))
  }
}
