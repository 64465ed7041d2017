package import BatchProcessing
package import Files
package import StyleTransfer

/// Which folder is watched, and what becomes of its photographs.
package struct WatchRequest: Sendable {
  /// What is done with a photograph once its painting is in its place.
  package enum After: Hashable, Sendable {
    case keep
    case move(to: Path)
    case delete
  }

  /// The folder that is watched is its only input.
  package var jobs: JobRequest
  package var after = After.keep
  /// Where photographs go that can't be painted, each with a file beside it that says why; nil leaves
  /// them where they are.
  package var failed: Path?
  /// Seconds between two looks at the folder; nil to be told by the system where it can tell.
  package var pollSeconds: Double?
  package var settings: StyleSettings
  /// Where styles are looked for.
  package var styleFolders: [String]
  /// Seconds after which ``WatchEvent/alive`` is told at the latest; nil never tells it.
  package var aliveSeconds: Double?

  package init(
    _ folder: Path, output: Path, settings: StyleSettings, styleFolders: [String]
  ) {
    jobs = JobRequest(inputs: [folder], output: output)
    jobs.style = settings.style
    (self.settings, self.styleFolders) = (settings, styleFolders)
  }

  var folder: Path { jobs.inputs[0] }

  /// What may lie inside the watched folder and holds no photographs of it.
  var ownFolders: [Path] {
    var folders = [jobs.output]
    if case .move(let folder) = after { folders.append(folder) }
    if let failed { folders.append(failed) }
    return folders
  }

  /// - Parameter hasJournal: without one nobody knows paintings from photographs.
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
