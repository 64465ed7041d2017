internal import Files
package import StyleTransfer

/// The decision about a job, given the file at its output.
package enum SkipDecision: Hashable, Sendable {
  case paint(overwriting: Bool)
  case skip(Reason)
  /// A file exists there that may be neither replaced nor taken for the result.
  case exists

  /// The reason why a job is skipped.
  package enum Reason: String, Sendable, CaseIterable {
    /// The journal vouches for the result: same photograph, style and options.
    case finished
    /// A file of that name exists, and nothing more is known of it.
    case exists
    /// The result was altered after it was written.
    case edited
    /// The existing result belongs to another photograph: one of another path and other content.
    case otherPhotograph
  }
}

extension ResumePolicy {
  /// Decides by the output, the journal and the photograph. Files are hashed only where their times leave open whether
  /// they have changed.
  package func decision(for job: Job) -> SkipDecision {
    guard existing != .overwrite, case .file(let output) = job.destination,
      let there = FileStatus(output)
    else { return .paint(overwriting: existing == .overwrite) }
    guard case .file(let input) = job.source, let photograph = FileStatus(input) else {
      return existing == .fail ? .exists : .skip(.exists)
    }
    let record = journal?.record(of: output)
    guard let last = record.flatMap({ Self.lineThatMade(there, at: output, $0) }) else {
      if existing == .newer, photograph.time > there.time {
        return .paint(overwriting: true)
      }
      return existing == .fail ? .exists : .skip(record == nil ? .exists : .edited)
    }
    let isSamePath = last.input.path.path == input.absolute
    let looksSame = photograph.size == last.input.size && photograph.modified == last.input.modified
    let isUnchanged =
      isSamePath && looksSame
      || photograph.size == last.input.size && Self.hash(input) == last.input.hash
    guard isSamePath || isUnchanged || job.isNamed else {
      return existing == .fail ? .exists : .skip(.otherPhotograph)
    }
    return isUnchanged && key(for: job).paintsLike(last.recipe)
      ? .skip(.finished) : .paint(overwriting: true)
  }

  /// The journal's line about the file at the output; nil when the file came about otherwise.
  private static func lineThatMade(
    _ there: FileStatus, at output: Path, _ record: JournalRecord
  ) -> JournalEntry? {
    if let finished = record.finished, let painting = finished.painting,
      painting.isUntouched(there)
        || painting.size == there.size && hash(output) == painting.hash
    {
      return finished
    }
    // Outputs appear complete or not at all, so a file that is not the one from before is the result.
    if let began = record.began, began.replacing?.isUntouched(there) != true { return began }
    return nil
  }

  private static func hash(_ path: Path) -> String? { try? ContentHash.text(of: path) }
}
