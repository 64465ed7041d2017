internal import Foundation
internal import Images

/// Photographs that have settled, handed out as jobs, each only once at a time.
///
/// One that arrives again while it is painted has its next turn afterwards, and so has one whose
/// painting has the name of another that is on its way.
final class Arrivals: JobSource, @unchecked Sendable {
  private struct Work {
    var output: PicturePath?
    /// What the system said of the photograph when it was handed out.
    var stamp: FileFacts
    var comesAgain = false
  }

  /// Makes a photograph's job, nil when it is none of ours or can't be painted.
  private let makeJob: @Sendable (PicturePath) -> Job?
  private let condition = NSCondition()
  // Touched only while the condition is locked.
  private var ready: [PicturePath] = []
  private var isReady: Set<PicturePath> = []
  private var work: [PicturePath: Work] = [:]
  private var held: [PicturePath: [PicturePath]] = [:]
  private var isPaused = false
  private var isClosed = false

  init(makeJob: @escaping @Sendable (PicturePath) -> Job?) {
    self.makeJob = makeJob
  }

  var counts: (waiting: Int, inWork: Int) { condition.withLock { (ready.count, work.count) } }

  func add(_ photograph: PicturePath) {
    condition.withLock { queue(photograph) }
  }

  /// Waits for a photograph. Nil when the source is paused or closed.
  func take() -> Job? {
    while let photograph = next() {
      guard let stamp = FileFacts(photograph), let job = makeJob(photograph) else { continue }
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
  func stamp(of photograph: PicturePath) -> FileFacts? {
    condition.withLock { work[photograph]?.stamp }
  }

  /// To be called when a job has ended, however it did.
  func finish(_ photograph: PicturePath) {
    condition.withLock {
      guard let done = work.removeValue(forKey: photograph) else { return }
      if done.comesAgain { queue(photograph) }
      for other in done.output.flatMap({ held.removeValue(forKey: $0) }) ?? [] { queue(other) }
    }
  }

  /// Lets nobody wait any more: the pipeline that takes from here ends when its pictures are done.
  func pause() {
    condition.withLock {
      isPaused = true
      condition.broadcast()
    }
  }

  /// Goes on after a pause. Jobs that were dropped with it come again.
  func resume() {
    condition.withLock {
      isPaused = false
      for photograph in work.keys { queue(photograph) }
      for others in held.values { others.forEach(queue) }
      (work, held) = ([:], [:])
      condition.broadcast()
    }
  }

  /// Ends for good.
  func close() {
    condition.withLock {
      isClosed = true
      condition.broadcast()
    }
  }

  private func next() -> PicturePath? {
    condition.withLock {
      while ready.isEmpty, !isPaused, !isClosed { condition.wait() }
      guard !isPaused, !isClosed else { return nil }
      let photograph = ready.removeFirst()
      isReady.remove(photograph)
      return photograph
    }
  }

  private func queue(_ photograph: PicturePath) {
    guard isReady.insert(photograph).inserted else { return }
    ready.append(photograph)
    condition.signal()
  }
}
