internal import Files
package import StyleTransfer

/// What is to be done about a job, given what lies at its output.
package enum SkipDecision: Hashable, Sendable {
  case paint(overwriting: Bool)
  case skip(Reason)
  /// There is something that may be neither replaced nor taken for the painting.
  case exists

  /// Why a painting is not made.
  package enum Reason: String, Sendable, CaseIterable {
    /// The journal vouches for it: same photograph, style and options.
    case finished
    /// There is a file of that name, and nothing more is known of it.
    case exists
    /// The painting was altered by somebody after it was painted.
    case edited
    /// The painting is of a photograph that lay elsewhere and looked otherwise.
    case otherPhotograph
  }
}

extension ResumePolicy {
  /// Looks at the output, the journal and the photograph; files are read only where their times leave
  /// open whether they have changed.
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

  /// The line by which the file at the output came to be; nil when it came otherwise.
  private static func lineThatMade(
    _ there: FileStatus, at output: Path, _ record: JournalRecord
  ) -> JournalEntry? {
    if let finished = record.finished, let painting = finished.painting,
      painting.isUntouched(there)
        || painting.size == there.size && hash(output) == painting.hash
    {
      return finished
    }
    // Outputs appear complete or not at all, so what is not the file of before is the painting.
    if let began = record.began, began.replacing?.isUntouched(there) != true { return began }
    return nil
  }

  private static func hash(_ path: Path) -> String? { try? ContentHash.text(of: path) }
}
