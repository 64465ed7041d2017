package import Files
internal import Foundation
internal import ImageIO
package import StyleTransfer

/// Decides which jobs of a batch are still to be done, and keeps the journal.
package struct ResumePolicy: Sendable {
  package let journal: Journal?
  let existing: RenderOptions.Existing
  /// The batch's key without the format, which depends on the job.
  package let key: RenderKey
  /// Receives a message, once, that the journal can't be written; the batch goes on.
  let complain: @Sendable (String) -> Void

  package init(
    journal: Journal?, existing: RenderOptions.Existing, key: RenderKey,
    complain: @escaping @Sendable (String) -> Void
  ) {
    (self.journal, self.existing, self.key) = (journal, existing, key)
    self.complain = complain
  }

  package func key(for job: Job) -> RenderKey {
    var key = key
    key.options += " \(RenderKey.formatField)=\(job.format.suffix)[\(job.format.options)]"
    return key
  }

  /// The identity under which the journal records a job's photograph; nil where no journal is kept or the photograph is
  /// no file.
  ///
  /// - Parameter before: the status of the file before it was read.
  /// - Throws: ``FileError/changedWhileRead(path:)``, ``FileError/unreadable(path:reason:)``.
  package func identity(of job: Job, before: FileStatus?) throws -> JournalEntry.Input? {
    guard case .file(let path) = job.source, let before else { return nil }
    let hash = journal == nil ? "" : try ContentHash.text(of: path)
    guard let after = FileStatus(path), after.size == before.size,
      after.time == before.time, after.identity == before.identity
    else { throw FileError.changedWhileRead(path: path) }
    guard journal != nil else { return nil }
    return JournalEntry.Input(
      path: PathText(path.absolute), size: after.size, modified: after.modified, hash: hash)
  }

  /// Records that a result is about to be written.
  package func begin(_ job: Job, _ input: JournalEntry.Input?) {
    guard let input, case .file(let output) = job.destination else { return }
    note(.began, job, input, output) { $0.replacing = FileStatus(output).map { .init($0) } }
  }

  /// Records that a result is in place, and adds its file's size and hash to the facts.
  package func finish(
    _ job: Job, _ input: JournalEntry.Input?, _ facts: BatchEvent.Finished
  ) throws -> BatchEvent.Finished {
    var facts = facts
    guard case .file(let output) = job.destination, let file = FileStatus(output) else {
      return facts
    }
    facts.byteCount = file.size
    facts.hash = try ContentHash.text(of: output)
    guard let input else { return facts }
    note(.finished, job, input, output) {
      $0.painting = .init(file, hash: facts.hash)
      ($0.width, $0.height) = (facts.width, facts.height)
      ($0.seconds, $0.device) = (facts.seconds, facts.device)
    }
    return facts
  }

  /// Completes the journal where a process was killed after it had put the result in place and before it could record
  /// that.
  package func completeRecord(of job: Job) {
    guard let journal, let output = job.destination.path, let file = FileStatus(output),
      let began = journal.record(of: output)?.began
    else { return }
    note(.finished, job, began.input, output) {
      $0.painting = .init(file, hash: try? ContentHash.text(of: output))
    }
  }

  /// Records that there is no result, and why.
  package func fail(_ job: Job, _ failure: BatchEvent.Failure) {
    guard case .file(let input) = job.source, case .file(let output) = job.destination else {
      return
    }
    let facts = FileStatus(input)
    let identity = JournalEntry.Input(
      path: PathText(input.absolute), size: facts?.size ?? 0, modified: facts?.modified ?? 0,
      hash: "")
    note(.failed, job, identity, output) {
      ($0.code, $0.reason) = (failure.code, failure.reason)
    }
  }

  private func note(
    _ event: JournalEntry.Event, _ job: Job, _ input: JournalEntry.Input, _ output: Path,
    _ complete: (inout JournalEntry) -> Void
  ) {
    guard let journal else { return }
    var entry = JournalEntry(
      event: event, time: Date.now.formatted(.iso8601),
      output: PathText(journal.name(of: output)), input: input, recipe: key(for: job))
    complete(&entry)
    do {
      try journal.append(entry)
    } catch {
      complain("\(error)")
    }
  }
}
