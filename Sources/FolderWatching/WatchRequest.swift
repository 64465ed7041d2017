package import BatchProcessing
package import Files
package import StyleTransfer

/// The request to watch a folder, with the treatment of its photographs.
package struct WatchRequest: Sendable {
  /// The treatment of a photograph once its result is in place.
  package enum After: Hashable, Sendable {
    case keep
    case move(to: Path)
    case delete
  }

  /// The request for jobs, whose only input is the watched folder.
  package var jobs: JobRequest
  package var after = After.keep
  /// The folder for photographs that can't be rendered, each with a file beside it that gives the reason; nil leaves
  /// them where they are.
  package var failed: Path?
  /// The interval of polling, in seconds; nil to rely on the system's events where they work.
  package var pollSeconds: Double?
  package var settings: StyleSettings
  /// The folders that are searched for styles.
  package var styleFolders: [String]
  /// The longest time between two ``WatchEvent/alive`` events, in seconds; nil for none.
  package var aliveSeconds: Double?

  package init(
    _ folder: Path, output: Path, settings: StyleSettings, styleFolders: [String]
  ) {
    jobs = JobRequest(inputs: [folder], output: output)
    jobs.style = settings.style
    (self.settings, self.styleFolders) = (settings, styleFolders)
  }

  var folder: Path { jobs.inputs[0] }

  /// The folders that may lie inside the watched one but hold none of its photographs.
  var ownFolders: [Path] {
    var folders = [jobs.output]
    if case .move(let folder) = after { folders.append(folder) }
    if let failed { folders.append(failed) }
    return folders
  }

  /// - Parameter hasJournal: whether there is a journal, without which results can't be told from photographs.
  /// - Throws: ``WatchError``.
  func check(hasJournal: Bool) throws {
    guard let facts = FileStatus(folder), facts.kind == .folder else {
      throw WatchError.notAFolder(path: folder)
    }
    guard jobs.output != JobRequest.standardStream else {
      throw WatchError.notAFolder(path: jobs.output)
    }
    if let there = FileStatus(jobs.output), there.kind != .folder {
      throw WatchError.notAFolder(path: jobs.output)
    }
    if let template = jobs.template, template.uses(.index) { throw WatchError.noIndex }
    for own in ownFolders.dropFirst() where FileStatus(own)?.identity == facts.identity {
      throw WatchError.leavesWhereItWas(folder: own)
    }
    guard hasJournal || FileStatus(jobs.output)?.identity != facts.identity else {
      throw WatchError.needsJournal(folder: folder)
    }
  }
}
