internal import BatchProcessing
package import Files
internal import Foundation
package import StyleTransfer

/// The queue of photographs that have settled, handed out as jobs, each only once at a time.
///
/// A photograph that arrives again while it is rendered gets another turn afterwards, and so does
/// one whose result has the name of another that is on its way.
package final class WatchJobQueue: JobSource, @unchecked Sendable {
  private struct Work {
    var output: Path?
    /// The status of the photograph when it was handed out.
    var stamp: FileStatus
    var comesAgain = false
  }

  /// Makes a photograph's job; nil when the file is a result of ours or can't be rendered.
  private let makeJob: @Sendable (Path) -> Job?
  private let condition = NSCondition()
  // Touched only while the condition is locked.
  private var ready: [Path] = []
  private var isReady: Set<Path> = []
  private var work: [Path: Work] = [:]
  private var held: [Path: [Path]] = [:]
  private var isPaused = false
  private var isClosed = false

  package init(makeJob: @escaping @Sendable (Path) -> Job?) {
    self.makeJob = makeJob
  }

  package var counts: (waiting: Int, inWork: Int) {
    condition.withLock { (ready.count, work.count) }
  }

  package func add(_ photograph: Path) {
    condition.withLock { queue(photograph) }
  }

  /// Hands out the next job once there is one; nil when the queue is paused or closed.
  package func take() -> Job? {
    while let photograph = next() {
      guard let stamp = FileStatus(photograph), let job = makeJob(photograph) else { continue }
      let isOurs = condition.withLock {
        let output = job.destination.path
        if work[photograph] != nil {
          work[photograph]?.comesAgain = true
          return false
        }
        if let output, work.values.contains(where: { $0.output == output }) {
          held[output, default: []].append(photograph)
          return false
        }
        work[photograph] = Work(output: output, stamp: stamp)
        return true
      }
      if isOurs { return job }
    }
    return nil
  }

  /// The status that a photograph on its way had when it was handed out.
  package func stamp(of photograph: Path) -> FileStatus? {
    condition.withLock { work[photograph]?.stamp }
  }

  /// Notes that a job has ended, however it did.
  package func finish(_ photograph: Path) {
    condition.withLock {
      guard let done = work.removeValue(forKey: photograph) else { return }
      if done.comesAgain { queue(photograph) }
      for other in done.output.flatMap({ held.removeValue(forKey: $0) }) ?? [] { queue(other) }
    }
  }

  /// Pauses the queue: nobody waits any more, and the pipeline that takes from it ends when its
  /// pictures are done.
  package func pause() {
    condition.withLock {
      isPaused = true
      condition.broadcast()
    }
  }

  /// Continues after a pause. Jobs that were dropped meanwhile are queued again.
  package func resume() {
    condition.withLock {
      isPaused = false
      for photograph in work.keys { queue(photograph) }
      for others in held.values { others.forEach(queue) }
      (work, held) = ([:], [:])
      condition.broadcast()
    }
  }

  /// Closes the queue for good.
  package func close() {
    condition.withLock {
      isClosed = true
      condition.broadcast()
    }
  }

  private func next() -> Path? {
    condition.withLock {
      while ready.isEmpty, !isPaused, !isClosed { condition.wait() }
      guard !isPaused, !isClosed else { return nil }
      let photograph = ready.removeFirst()
      isReady.remove(photograph)
      return photograph
    }
  }

  private func queue(_ photograph: Path) {
    guard isReady.insert(photograph).inserted else { return }
    ready.append(photograph)
    condition.signal()
  }
}
