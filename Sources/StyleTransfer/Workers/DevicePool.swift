package import Devices
internal import Engine
internal import Synchronization

/// The devices that render a look, and the processor for pictures that they can't render.
package final class DevicePool: Sendable {
  package let chosen: [any DeviceWorker]
  /// The expected speeds of the chosen devices, relative to each other.
  package let speeds: [Double]
  private let makeSpare: @Sendable () throws -> any DeviceWorker
  private let state = Mutex(State())

  private struct State {
    var spare: (any DeviceWorker)?
    /// The devices that no longer respond.
    var lost: Set<ObjectIdentifier> = []
  }

  /// Makes the network ready on every device, or on a substitute where that can't be done.
  ///
  /// - Parameter warn: receives a message that names the device that can't be used and its substitute.
  /// - Throws: `NetworkError`; ``DeviceError/unusable(device:reason:)``.
  package convenience init(
    _ devices: ChosenDevices, for configuration: ModelConfiguration, warn: (String) -> Void
  ) throws {
    try self.init(devices, warn: warn) { try configuration.worker(on: $0, parts: $1) }
  }

  /// - Parameters:
  ///   - warn: receives a message that names the device that can't be used and its substitute.
  ///   - makeWorker: makes the network ready on a device, given the number of workers that share the program's memory.
  /// - Throws: the errors of `makeWorker`, unless there is a substitute for a device that can't be used.
  package init(
    _ devices: ChosenDevices, warn: (String) -> Void,
    makeWorker: @escaping @Sendable (ComputeDevice, _ parts: Int) throws -> any DeviceWorker
  ) throws {
    var (devices, substitutes) = (devices.devices, devices.substitutes[...])
    while true {
      let hasProcessor = devices.contains(where: \.isProcessor)
      let parts = devices.count + (hasProcessor ? 0 : 1)
      do {
        chosen = try devices.map { try makeWorker($0, parts) }
        makeSpare = { try makeWorker(.processor, parts) }
        speeds = devices.count == 1 ? [1] : DeviceScores().expected(of: devices)
        return
      } catch let error as DeviceError {
        guard let next = substitutes.popFirst() else { throw error }
        warn("\(error); painting on \(next)")
        devices = [next]
      }
    }
  }

  /// - Parameters:
  ///   - chosen: the workers, ready to render and assumed equally fast.
  ///   - makeSpare: makes the worker that stands in for the processor; called when that is first needed.
  package init(
    _ chosen: [any DeviceWorker], makeSpare: @escaping @Sendable () throws -> any DeviceWorker
  ) {
    self.chosen = chosen
    speeds = chosen.map { _ in 1 }
    self.makeSpare = makeSpare
  }

  package convenience init(_ chosen: [any DeviceWorker], spare: any DeviceWorker) {
    self.init(chosen) { spare }
  }

  /// The worker that takes a worker's pictures: itself as long as its device responds, else the processor.
  package func available(for worker: any DeviceWorker) throws -> any DeviceWorker {
    let isLost = state.withLock { $0.lost.contains(ObjectIdentifier(worker)) }
    return isLost ? try spare() : worker
  }

  /// Runs `body` for a picture on a worker. When the device fails, runs it again with less of the device's memory or in
  /// single precision, and finally on the processor.
  ///
  /// - Parameter warn: receives a message that says what failed and what is done about it.
  /// - Throws: the error of `body` when there is no further fallback.
  package func withFallback<Result>(
    at worker: any DeviceWorker, _ fallback: FallbackLevel = FallbackLevel(),
    warn: (String) -> Void,
    _ body: (any DeviceWorker, FallbackLevel) throws -> Result
  ) throws -> Result {
    var attempt = Attempt(worker: try available(for: worker), fallback: fallback)
    while true {
      do {
        return try body(attempt.worker, attempt.fallback)
      } catch {
        guard let next = try self.next(after: error, at: attempt.worker, attempt.fallback) else {
          throw error
        }
        warn("\(attempt.worker.device): \(error); \(next.what)")
        attempt = next
      }
    }
  }

  /// An attempt at a picture: the worker, its fallback level, and a description for warnings.
  package struct Attempt {
    package var worker: any DeviceWorker
    package var fallback: FallbackLevel
    package var what = ""
  }

  /// The smallest share of its memory with which a device is tried again.
  private static let leastShare = 0.1

  /// The attempt that follows a failure; nil when nothing else can be tried.
  ///
  /// - Throws: the error that keeps the processor from taking over.
  package func next(after error: any Error, at worker: any DeviceWorker, _ fallback: FallbackLevel)
    throws -> Attempt?
  {
    let attempt = Attempt(worker: worker, fallback: fallback)
    var next = attempt
    switch error {
    case EngineError.outOfMemory where !attempt.worker.isProcessor:
      // Drivers have less memory than they report.
      next.fallback.share *= 0.7
      next.what = "planning again with less memory"
      if next.fallback.share >= Self.leastShare { return next }
    case EngineError.notFinite, EngineError.saturated, EngineError.constantOutput:
      next.fallback.isSingle = true
      next.what = "painting again in single precision"
      if !attempt.fallback.isSingle { return next }
    case EngineError.budgetTooSmall, is any BackendFailure: break
    default: return nil
    }
    guard !attempt.worker.isProcessor else { return nil }
    if error is any BackendFailure {
      state.withLock { _ = $0.lost.insert(ObjectIdentifier(attempt.worker)) }
      next.what = "this picture and all to come go to the processor"
    } else {
      next.what = "painting on the processor"
    }
    next.worker = try spare()
    next.fallback.share = 1
    return next
  }

  private func spare() throws -> any DeviceWorker {
    if let processor = chosen.first(where: \.isProcessor) { return processor }
    return try state.withLock { state in
      if let spare = state.spare { return spare }
      let spare = try makeSpare()
      state.spare = spare
      return spare
    }
  }
}
