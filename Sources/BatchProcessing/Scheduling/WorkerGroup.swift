package import Files
internal import Foundation
package import StyleTransfer
internal import Synchronization

/// A group of threads that run the same body until there is nothing left to do. Where the system refuses some, fewer
/// run it.
package final class WorkerGroup: Sendable {
  private struct State {
    var working = 0
    var isComplete = false
  }

  private let state = Mutex(State())
  private let ended = DispatchSemaphore(value: 0)
  private let last: @Sendable () -> Void

  /// - Parameters:
  ///   - count: the wanted number of threads.
  ///   - body: the code that each thread runs, given the thread's index from 0.
  ///   - last: the code that the last thread to end runs.
  /// - Throws: `Cause` where not even one thread starts; nothing has run then.
  package init(
    _ count: Int, _ body: @escaping @Sendable (Int) -> Void, last: @escaping @Sendable () -> Void
  ) throws(Cause) {
    self.last = last
    for index in 0..<count {
      state.withLock { $0.working += 1 }
      do throws(Cause) {
        try SystemThread.start { [self] in
          body(index)
          leave()
        }
      } catch {
        guard index > 0 else { throw error }
        state.withLock { $0.working -= 1 }
        break
      }
    }
    let isOver = state.withLock { state in
      state.isComplete = true
      return state.working == 0
    }
    if isOver { end() }
  }

  private func leave() {
    let isLast = state.withLock { state in
      state.working -= 1
      return state.working == 0 && state.isComplete
    }
    if isLast { end() }
  }

  private func end() {
    last()
    ended.signal()
  }

  /// Waits until all threads have ended. Call it once.
  package func wait() { ended.wait() }

  /// Waits until all threads have ended, but not much longer once `stop` is raised: some may be stuck in a library for
  /// ever.
  ///
  /// - Parameter stopping: called once when `stop` is raised before all threads have ended.
  /// - Returns: whether all threads have ended.
  package func wait(unless stop: CancellationToken, seconds: Double, stopping: () -> Void) -> Bool {
    var patience: ContinuousClock.Instant?
    while ended.wait(timeout: .now() + 0.05) == .timedOut {
      guard stop.isRaised else { continue }
      if patience == nil { stopping() }
      patience = patience ?? .now + .seconds(seconds)
      if patience! < .now { return false }
    }
    return true
  }
}

/// The source of a pipeline's jobs: a list, or a folder that is watched.
package protocol JobSource: Sendable {
  /// Hands out the next job, each once; may wait. Nil when there are no more.
  func take() -> Job?
  /// The number of jobs not yet handed out; nil where it can't be known.
  var left: Int? { get }
}

extension JobSource {
  package var left: Int? { nil }
}

/// Hands out jobs in order, each once.
final class ArrayJobSource: JobSource {
  private let jobs: [Job]
  private let next = Atomic<Int>(0)

  init(_ jobs: [Job]) { self.jobs = jobs }

  func take() -> Job? {
    let index = next.add(1, ordering: .relaxed).oldValue
    return index < jobs.count ? jobs[index] : nil
  }

  var left: Int? { max(jobs.count - next.load(ordering: .relaxed), 0) }
}
