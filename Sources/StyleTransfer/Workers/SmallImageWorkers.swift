internal import Engine
internal import Foundation
internal import Networks

/// Single-threaded pipelines for pictures that are too small to keep all threads busy.
///
/// Together they use as many threads as the pipeline for larger pictures, which therefore runs only while they are
/// idle. All belong to one device, so maps of one can be read by the others.
struct SmallImageWorkers<B: Backend>: Sendable {
  private let backends: [B]
  private let lock = ReadWriteLock()

  /// The largest number of pictures that are rendered at once.
  let count: Int

  /// The number of computed pixels per thread below which threads would spend more than a few percent of the time
  /// waiting for each other at the end of every stage.
  static var pixelsPerThread: Int { 20_000 }

  /// - Parameters:
  ///   - count: the number of threads.
  ///   - makeBackend: makes a backend with one thread.
  init(count: Int, makeBackend: () -> B) {
    self.count = max(count, 1)
    backends = count < 2 ? [] : (0..<count).map { _ in makeBackend() }
  }

  /// Makes none of these pipelines, for a device that computes one picture at a time.
  init() {
    count = 1
    backends = []
  }

  /// Calls `body` with the pipeline that suits the picture, once that pipeline may run.
  ///
  /// - Parameters:
  ///   - slot: the index of a single-threaded pipeline; nil for the pipeline for larger pictures, whatever the size.
  ///   - wide: the pipeline for larger pictures, whose network the others share.
  func withPipeline<Result>(
    for input: NetworkInput<B>, _ slot: Int?, or wide: Pipeline<B>,
    _ body: (Pipeline<B>) throws -> Result
  ) rethrows -> Result {
    let isSmall = input.map.region.size.pixels < Self.pixelsPerThread * count
    guard isSmall, let slot, backends.indices.contains(slot) else {
      return try lock.alone { try body(wide) }
    }
    var narrow = wide
    narrow.network = PreparedNetwork(sharing: wide.network, on: backends[slot])
    return try lock.together { try body(narrow) }
  }
}

extension SmallImageWorkers {
  /// Calls `body` while nothing else is inferred on the device.
  func alone<Result>(_ body: () throws -> Result) rethrows -> Result { try lock.alone(body) }
}

/// A shared/exclusive lock; waiting exclusive requests go before later shared ones.
private final class ReadWriteLock: @unchecked Sendable {
  private let condition = NSCondition()
  // Touched only while the condition is locked.
  private var inside = 0
  private var isAlone = false
  private var waitingToBeAlone = 0

  func together<Result>(_ body: () throws -> Result) rethrows -> Result {
    condition.withLock {
      while isAlone || waitingToBeAlone > 0 { condition.wait() }
      inside += 1
    }
    defer {
      condition.withLock {
        inside -= 1
        condition.broadcast()
      }
    }
    return try body()
  }

  func alone<Result>(_ body: () throws -> Result) rethrows -> Result {
    condition.withLock {
      waitingToBeAlone += 1
      while isAlone || inside > 0 { condition.wait() }
      waitingToBeAlone -= 1
      isAlone = true
    }
    defer {
      condition.withLock {
        isAlone = false
        condition.broadcast()
      }
    }
    return try body()
  }
}
