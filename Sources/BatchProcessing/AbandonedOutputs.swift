internal import Files
internal import StyleTransfer
internal import Synchronization

/// The cleaner of unfinished outputs that killed processes left behind.
final class AbandonedOutputs: Sendable {
  private let seen = Mutex<Set<Path>>([])

  /// Removes abandoned outputs from the folder that a job writes to, at the first job for that folder. A file that a
  /// living process still writes is locked by it and stays.
  func remove(beside job: Job) {
    guard let folder = job.destination.path?.folder else { return }
    guard seen.withLock({ $0.insert(folder).inserted }) else { return }
    AtomicFile.removeAbandoned(in: folder.filePath)
  }
}
