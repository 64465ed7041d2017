internal import CPUBackend
internal import Engine
internal import Models
internal import Networks
internal import OpenCLBackend

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

/// The only place, with ``ComputeDevice/makeBackend(threads:memory:)``, that knows what devices there
/// are.
extension Commission {
  /// Makes the network ready on a device.
  ///
  /// - Parameter parts: how many easels share the program's memory.
  /// - Throws: `NetworkError`; ``DeviceError/unusable(device:reason:)``.
  func easel(on device: ComputeDevice, parts: Int) throws -> any Easel {
    guard let openCL = device.openCL else {
      return try processorEasel(
        CPUBackend(threads: threads, idleBytes: options.idleBytes), parts: parts)
    }
    do {
      let backend = try OpenCLBackend(openCL, budget: options.deviceMemoryBytes)
      let painter = try painter(on: backend, setting: device.driver) {
        MemoryBudget(
          total: options.memoryBytes, lanes: 1, parts: parts,
          device: DeviceMemoryBudget(total: backend.budget) { backend.availableForMaps })
      }
      return DeviceEasel(
        StylePainter(painter, of: pack, weights), lanes: Lanes(), isProcessor: false)
    } catch let error as NetworkError {
      throw error
    } catch {
      throw DeviceError.unusable(device: "\(device)", reason: "\(error)")
    }
  }

  private func processorEasel(_ backend: CPUBackend, parts: Int) throws -> any Easel {
    let setting = "\(CPUBackend.instructions), \(backend.threads) threads"
    let painter = try painter(on: backend, setting: setting) {
      MemoryBudget(total: options.memoryBytes, lanes: backend.threads, parts: parts)
    }
    let memory = painter.memory
    backend.memoryLimit = memory.mapLimit
    let lanes = Lanes(count: backend.threads) {
      let lane = CPUBackend(threads: 1, idleBytes: memory.laneBytes)
      lane.memoryLimit = memory.laneBytes
      return lane
    }
    return DeviceEasel(
      StylePainter(painter, of: pack, weights), lanes: lanes, isProcessor: true)
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

extension ComputeDevice {
  /// - Parameters:
  ///   - threads: of the processor; nil for one per processor.
  ///   - memory: of a device, in bytes; nil for what it suggests.
  /// - Throws: ``DeviceError/unusable(device:reason:)``.
  func makeBackend(threads: Int? = nil, memory: Int? = nil) throws -> any Backend {
    guard let openCL else { return CPUBackend(threads: threads) }
    do {
      return try OpenCLBackend(openCL, budget: memory)
    } catch {
      throw DeviceError.unusable(device: "\(self)", reason: "\(error)")
    }
  }
}
