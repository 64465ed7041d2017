package import Files

/// The reason why a folder can't be watched.
package enum WatchError: Error, Hashable {
  case notAFolder(path: Path)
  /// Another program watches with the same output folder.
  case watchedAlready(output: Path, holder: String)
  case lockUnavailable(path: Path, reason: Cause)
  /// The template uses an index, but a watched folder has no first picture to count from.
  case noIndex
  /// Finished or failed photographs would be moved into the watched folder itself.
  case leavesWhereItWas(folder: Path)
  /// Results lie among photographs, and there is no journal to tell them apart.
  case needsJournal(folder: Path)
  /// The system can't report changes in a folder.
  case noEvents(path: Path, reason: Cause)
  case photographStays(path: Path, to: Path, reason: Cause)
  /// The system refuses a thread to watch with.
  case noThread(reason: Cause)
}

extension WatchError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .notAFolder(let path):
      "\(path): is not a folder; expected one to watch and one for the paintings"
    case .watchedAlready(let output, let holder):
      "\(output): another program paints into this folder: \(holder)"
    case .lockUnavailable(let path, let reason):
      "\(path): can't be locked: \(reason)"
    case .noIndex:
      "output template: found {index}, but a watched folder has no first picture to count from"
    case .leavesWhereItWas(let folder):
      "\(folder): is the folder being watched, expected another one"
    case .needsJournal(let folder):
      "\(folder): without a journal, photographs and paintings in one folder can't be told apart"
    case .noEvents(let path, let reason):
      "\(path): the system can't report changes there: \(reason)"
    case .photographStays(let path, let to, let reason):
      "\(path): can't be moved to \(to): \(reason)"
    case .noThread(let reason):
      "the system makes no thread to watch with: \(reason)"
    }
  }
}
