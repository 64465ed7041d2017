internal import Engine
internal import Synchronization

/// The devices that a look is painted on, and the processor for what they can't paint.
final class Easels: Sendable {
  let chosen: [any Easel]
  /// How fast each of them should be, against the others.
  let speeds: [Double]
  private let makeSpare: @Sendable () throws -> any Easel
  private let state = Mutex(State())

  private struct State {
    var spare: (any Easel)?
    /// Devices that don't answer any more.
    var lost: Set<ObjectIdentifier> = []
  }

  /// Makes the network ready on every device, or on a substitute where that can't be done.
  ///
  /// - Parameter warn: told which device can't be used and what takes its place.
  /// - Throws: `NetworkError`; ``DeviceError/unusable(device:reason:)``.
  init(_ devices: ChosenDevices, for commission: Commission, warn: (String) -> Void) throws {
    var (devices, substitutes) = (devices.devices, devices.substitutes[...])
    while true {
      let hasProcessor = devices.contains(where: \.isProcessor)
      let parts = devices.count + (hasProcessor ? 0 : 1)
      do {
        chosen = try devices.map { try commission.easel(on: $0, parts: parts) }
        makeSpare = { try commission.easel(on: .processor, parts: parts) }
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
  ///   - spare: takes the place of the processor.
  init(_ chosen: [any Easel], spare: any Easel) {
    self.chosen = chosen
    speeds = chosen.map { _ in 1 }
    makeSpare = { spare }
  }

  /// Where pictures for an easel go: to itself as long as its device answers.
  func standing(for easel: any Easel) throws -> any Easel {
    let isLost = state.withLock { $0.lost.contains(ObjectIdentifier(easel)) }
    return isLost ? try spare() : easel
  }

  /// Does something for a picture at an easel; when the device fails, again with less of its memory or
  /// in single precision, and at last on the processor.
  ///
  /// - Parameter warn: told what failed and what is done about it.
  /// - Throws: what `body` throws and nothing can be done about.
  func persevere<Result>(
    at easel: any Easel, _ effort: Effort = Effort(), warn: (String) -> Void,
    _ body: (any Easel, Effort) throws -> Result
  ) throws -> Result {
    var attempt = Attempt(easel: try standing(for: easel), effort: effort)
    while true {
      do {
        return try body(attempt.easel, attempt.effort)
      } catch {
        guard let next = try self.next(after: error, at: attempt.easel, attempt.effort) else {
          throw error
        }
        warn("\(attempt.easel.device): \(error); \(next.what)")
        attempt = next
      }
    }
  }

  /// Where something is tried, and how hard.
  struct Attempt {
    var easel: any Easel
    var effort: Effort
    var what = ""
  }

  /// With less than this of its memory a device is not asked again.
  private static let leastShare = 0.1

  /// What is done about a failure; nil when nothing can be.
  ///
  /// - Throws: what keeps the processor from taking over.
  func next(after error: any Error, at easel: any Easel, _ effort: Effort) throws -> Attempt? {
    let attempt = Attempt(easel: easel, effort: effort)
    var next = attempt
    switch error {
    case EngineError.outOfMemory where !attempt.easel.isProcessor:
      // Drivers have less than they say.
      next.effort.share *= 0.7
      next.what = "planning again with less memory"
      if next.effort.share >= Self.leastShare { return next }
    case EngineError.notFinite, EngineError.saturated, EngineError.constantOutput:
      next.effort.isSingle = true
      next.what = "painting again in single precision"
      if !attempt.effort.isSingle { return next }
    case EngineError.budgetTooSmall, is any BackendFailure: break
    default: return nil
    }
    guard !attempt.easel.isProcessor else { return nil }
    if error is any BackendFailure {
      state.withLock { _ = $0.lost.insert(ObjectIdentifier(attempt.easel)) }
      next.what = "this picture and all to come go to the processor"
    } else {
      next.what = "painting on the processor"
    }
    next.easel = try spare()
    next.effort.share = 1
    return next
  }

  private func spare() throws -> any Easel {
    if let processor = chosen.first(where: \.isProcessor) { return processor }
    return try state.withLock { state in
      if let spare = state.spare { return spare }
      let spare = try makeSpare()
      state.spare = spare
      return spare
    }
  }
}
