package import Files
internal import Foundation
package import StyleTransfer
internal import Synchronization

/// Threads that do the same until there is nothing left to do. Where the system refuses some, fewer do it.
package final class WorkerGroup: Sendable {
  private struct State {
    var working = 0
    var isComplete = false
  }

  private let state = Mutex(State())
  private let ended = DispatchSemaphore(value: 0)
  private let last: @Sendable () -> Void

  /// - Parameters:
  ///   - count: threads that are wanted.
  ///   - body: what each of them runs; told which of them it is, from 0.
  ///   - last: run by the one that ends last.
  /// - Throws: `Cause` where there is not even one thread; nothing has run then.
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

  /// Waits until all have ended. To be called once.
  package func wait() { ended.wait() }

  /// Waits until all have ended, but not much longer than `stop` is raised: some may be in a library that
  /// goes on for ever.
  ///
  /// - Parameter stopping: called once when `stop` is raised before that.
  /// - Returns: whether they have.
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

/// Where a pipeline's jobs come from: a list, or a folder that is watched.
package protocol JobSource: Sendable {
  /// The next job, each once; may wait. Nil when there are no more.
  func take() -> Job?
  /// How many jobs are still to be taken; nil where nobody can know.
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
