package import Devices
internal import Engine
internal import Synchronization

/// The devices that a look is painted on, and the processor for what they can't paint.
package final class DevicePool: Sendable {
  package let chosen: [any DeviceWorker]
  /// How fast each of them should be, against the others.
  package let speeds: [Double]
  private let makeSpare: @Sendable () throws -> any DeviceWorker
  private let state = Mutex(State())

  private struct State {
    var spare: (any DeviceWorker)?
    /// Devices that don't answer any more.
    var lost: Set<ObjectIdentifier> = []
  }

  /// Makes the network ready on every device, or on a substitute where that can't be done.
  ///
  /// - Parameter warn: told which device can't be used and what takes its place.
  /// - Throws: `NetworkError`; ``DeviceError/unusable(device:reason:)``.
  package convenience init(
    _ devices: ChosenDevices, for configuration: ModelConfiguration, warn: (String) -> Void
  ) throws {
    try self.init(devices, warn: warn) { try configuration.worker(on: $0, parts: $1) }
  }

  /// - Parameters:
  ///   - warn: told which device can't be used and what takes its place.
  ///   - makeWorker: makes the network ready on a device; told how many workers share the program's memory.
  /// - Throws: what `makeWorker` throws, unless there is a substitute for a device that can't be used.
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
  ///   - chosen: ready to paint, equally fast.
  ///   - makeSpare: makes what takes the place of the processor; called when that is first needed.
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

  /// Where pictures for a worker go: to itself as long as its device answers.
  package func available(for worker: any DeviceWorker) throws -> any DeviceWorker {
    let isLost = state.withLock { $0.lost.contains(ObjectIdentifier(worker)) }
    return isLost ? try spare() : worker
  }

  /// Does something for a picture on a worker; when the device fails, again with less of its memory or
  /// in single precision, and at last on the processor.
  ///
  /// - Parameter warn: told what failed and what is done about it.
  /// - Throws: what `body` throws and nothing can be done about.
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

  /// Where something is tried, and how hard.
  package struct Attempt {
    package var worker: any DeviceWorker
    package var fallback: FallbackLevel
    package var what = ""
  }

  /// With less than this of its memory a device is not asked again.
  private static let leastShare = 0.1

  /// What is done about a failure; nil when nothing can be.
  ///
  /// - Throws: what keeps the processor from taking over.
  package func next(after error: any Error, at worker: any DeviceWorker, _ fallback: FallbackLevel)
    throws -> Attempt?
  {
    let attempt = Attempt(worker: worker, fallback: fallback)
    var next = attempt
    switch error {
    case EngineError.outOfMemory where !attempt.worker.isProcessor:
      // Drivers have less than they say.
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
