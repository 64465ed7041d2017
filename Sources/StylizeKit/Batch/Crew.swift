internal import Foundation
internal import Synchronization

/// Threads that do the same until there is nothing left to do.
final class Crew: Sendable {
  private let working: Atomic<Int>
  private let ended = DispatchSemaphore(value: 0)

  /// - Parameters:
  ///   - count: threads.
  ///   - body: what each of them runs; told which of them it is, from 0.
  ///   - last: run by the one that ends last.
  init(
    _ count: Int, _ body: @escaping @Sendable (Int) -> Void, last: @escaping @Sendable () -> Void
  ) {
    working = Atomic(count)
    for index in 0..<count {
      Thread.detachNewThread { [self] in
        body(index)
        if working.subtract(1, ordering: .acquiringAndReleasing).newValue == 0 {
          last()
          ended.signal()
        }
      }
    }
  }

  /// Waits until all have ended. To be called once.
  func wait() { ended.wait() }
}

/// Where a pipeline's jobs come from: a list, or a folder that is watched.
protocol JobSource: Sendable {
  /// The next job, each once; may wait. Nil when there are no more.
  func take() -> Job?
  /// How many jobs are still to be taken; nil where nobody can know.
  var left: Int? { get }
}

extension JobSource {
  var left: Int? { nil }
}

/// Hands out jobs in order, each once.
final class Turns: JobSource {
  private let jobs: [Job]
  private let next = Atomic<Int>(0)

  init(_ jobs: [Job]) { self.jobs = jobs }

  func take() -> Job? {
    let index = next.add(1, ordering: .relaxed).oldValue
    return index < jobs.count ? jobs[index] : nil
  }

  var left: Int? { max(jobs.count - next.load(ordering: .relaxed), 0) }
}
