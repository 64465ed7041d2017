package import BatchProcessing
package import Files
internal import Foundation
package import StyleTransfer

/// Photographs that have settled, handed out as jobs, each only once at a time.
///
/// One that arrives again while it is painted has its next turn afterwards, and so has one whose
/// painting has the name of another that is on its way.
package final class WatchJobQueue: JobSource, @unchecked Sendable {
  private struct Work {
    var output: Path?
    /// What the system said of the photograph when it was handed out.
    var stamp: FileStatus
    var comesAgain = false
  }

  /// Makes a photograph's job, nil when it is none of ours or can't be painted.
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

  package var counts: (waiting: Int, inWork: Int) { condition.withLock { (ready.count, work.count) } }

  package func add(_ photograph: Path) {
    condition.withLock { queue(photograph) }
  }

  /// Waits for a photograph. Nil when the source is paused or closed.
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

  /// What the system said of a photograph that is on its way when it was handed out.
  package func stamp(of photograph: Path) -> FileStatus? {
    condition.withLock { work[photograph]?.stamp }
  }

  /// To be called when a job has ended, however it did.
  package func finish(_ photograph: Path) {
    condition.withLock {
      guard let done = work.removeValue(forKey: photograph) else { return }
      if done.comesAgain { queue(photograph) }
      for other in done.output.flatMap({ held.removeValue(forKey: $0) }) ?? [] { queue(other) }
    }
  }

  /// Lets nobody wait any more: the pipeline that takes from here ends when its pictures are done.
  package func pause() {
    condition.withLock {
      isPaused = true
      condition.broadcast()
    }
  }

  /// Goes on after a pause. Jobs that were dropped with it come again.
  package func resume() {
    condition.withLock {
      isPaused = false
      for photograph in work.keys { queue(photograph) }
      for others in held.values { others.forEach(queue) }
      (work, held) = ([:], [:])
      condition.broadcast()
    }
  }

  /// Ends for good.
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
