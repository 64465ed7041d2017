internal import Files
internal import StyleTransfer
internal import Synchronization

/// Unfinished outputs of processes that were killed.
final class AbandonedOutputs: Sendable {
  private let seen = Mutex<Set<Path>>([])

  /// Removes them from the folder that a job writes to, the first time that there is a job for it. One
  /// that a living process still writes is locked by it and stays.
  func remove(beside job: Job) {
    guard let folder = job.destination.path?.folder else { return }
    guard seen.withLock({ $0.insert(folder).inserted }) else { return }
    AtomicFile.removeAbandoned(in: folder.filePath)
  }
}
