import BatchProcessing
import Fakes
import Files
import ImageIO
import StyleTransfer
import Testing

/// Every case of what lies at an output, what the journal says of it and what became of its photograph.
@Suite struct SkipDecisionTests {
  /// What lies at the output, and how it came there.
  enum Output: Sendable {
    case nothing
    /// A file that no journal knows.
    case unknown
    /// The painting, of which the journal says that it is finished.
    case finished
    /// The same, whose file got another time: it was copied back from somewhere.
    case touched
    /// The painting, which somebody worked on.
    case edited, editedToTheSameSize
    /// The painting of a program that was killed before it could say that it was finished.
    case begun
    /// What was there before a program began that was killed before it painted anything.
    case begunOverAnother
    /// A file that came after a painting had failed.
    case failed
    /// The painting of before, after which a second try was killed.
    case finishedAndBegunAgain
  }

  /// What became of the photograph.
  enum Photograph: Sendable {
    case same
    /// It got another time.
    case touched
    case changed, changedToTheSameSize
    /// The same photograph lies elsewhere now.
    case moved
    /// The job is about another photograph.
    case other
  }

  struct Case: Sendable, CustomTestStringConvertible {
    var output: Output
    var photograph = Photograph.same
    var existing = RenderOptions.Existing.skip
    /// Whether another style or option is asked for.
    var otherKey = false
    var isNamed = false
    /// Whether the photograph is newer than what lies at the output.
    var isNewer = false
    var hasJournal = true
    var expected: SkipDecision

    var testDescription: String {
      "\(output), \(photograph), \(existing)" + (otherKey ? ", other key" : "")
        + (isNamed ? ", named" : "") + (isNewer ? ", newer" : "")
        + (hasJournal ? "" : ", no journal") + " → \(expected)"
    }
  }

  private static let again = SkipDecision.paint(overwriting: true)
  private static let painting: [Output] = [.finished, .touched, .begun, .finishedAndBegunAgain]
  private static let others: [RenderOptions.Existing] = [.skip, .fail, .newer]

  static let cases: [Case] = {
    var cases: [Case] = []
    // Nothing there.
    for existing in others {
      cases.append(
        Case(output: .nothing, existing: existing, expected: .paint(overwriting: false)))
    }
    // Whoever overwrites does so whatever is there.
    for output in painting + [.nothing, .unknown, .edited, .begunOverAnother, .failed] {
      cases.append(Case(output: output, existing: .overwrite, expected: again))
    }
    // The painting of this very photograph, style and options is done.
    for output in painting {
      for existing in others {
        cases.append(Case(output: output, existing: existing, expected: .skip(.finished)))
        cases.append(
          Case(output: output, existing: existing, otherKey: true, expected: again))
        cases.append(
          Case(output: output, photograph: .changed, existing: existing, expected: again))
      }
      // A photograph counts by what is in it, wherever it lies.
      cases.append(Case(output: output, photograph: .touched, expected: .skip(.finished)))
      cases.append(Case(output: output, photograph: .moved, expected: .skip(.finished)))
      cases.append(
        Case(output: output, photograph: .moved, otherKey: true, expected: again))
      cases.append(
        Case(output: output, photograph: .changedToTheSameSize, expected: again))
      // The painting of another photograph is left alone, unless it was named.
      for existing in [RenderOptions.Existing.skip, .newer] {
        cases.append(
          Case(
            output: output, photograph: .other, existing: existing,
            expected: .skip(.otherPhotograph)))
      }
      cases.append(
        Case(output: output, photograph: .other, existing: .fail, expected: .exists))
      for existing in others {
        cases.append(
          Case(
            output: output, photograph: .other, existing: existing, isNamed: true,
            expected: again))
      }
    }
    // With `newer`, what the journal vouches for is done whatever the times say.
    cases.append(
      Case(output: .finished, existing: .newer, isNewer: true, expected: .skip(.finished)))
    // What is no painting of ours is left alone.
    let foreign: [(Output, SkipDecision.Reason)] = [
      (.unknown, .exists), (.edited, .edited), (.editedToTheSameSize, .edited),
      (.begunOverAnother, .edited), (.failed, .edited),
    ]
    for (output, reason) in foreign {
      for photograph in [Photograph.same, .changed, .other] {
        cases.append(Case(output: output, photograph: photograph, expected: .skip(reason)))
      }
      cases.append(Case(output: output, isNamed: true, expected: .skip(reason)))
      cases.append(Case(output: output, existing: .fail, expected: .exists))
      cases.append(Case(output: output, existing: .newer, expected: .skip(reason)))
      cases.append(
        Case(output: output, existing: .newer, isNewer: true, expected: again))
      cases.append(Case(output: output, isNewer: true, expected: .skip(reason)))
    }
    // Without a journal nobody knows anything.
    for output in painting {
      cases.append(Case(output: output, hasJournal: false, expected: .skip(.exists)))
      cases.append(
        Case(output: output, existing: .fail, hasJournal: false, expected: .exists))
      cases.append(
        Case(
          output: output, existing: .newer, isNewer: true, hasJournal: false, expected: again))
    }
    return cases
  }()

  private let folder: ScratchFolder
  private let key = RenderKey(version: 1, style: "s", hash: "0", options: "strip=false")

  init() throws { folder = try ScratchFolder() }

  private func policy(
    _ existing: RenderOptions.Existing, _ key: RenderKey? = nil, hasJournal: Bool = true
  ) throws -> ResumePolicy {
    let journal = try Journal(at: folder.path("out/.stylize.jsonl"), of: folder.path("out"))
    return ResumePolicy(
      journal: hasJournal ? journal : nil, existing: existing, key: key ?? self.key
    ) { Issue.record("\($0)") }
  }

  private func job(_ photograph: String, isNamed: Bool = false) throws -> Job {
    Job(
      source: .file(folder.path(photograph)), destination: .file(folder.path("out/a.png")),
      format: try ImageFormat(suffix: ".png"), isNamed: isNamed)
  }

  /// Seconds since 1970: of the photograph first, then of what lies at the output.
  private static let times = (photograph: 1_000_000, output: 2_000_000)

  private func writeOutput(_ text: String, at time: Int = times.output) throws {
    try folder.write(text, "out/a.png")
    try folder.setTime(time, of: "out/a.png")
  }

  /// Brings about what lies at the output, by what a program does.
  private func make(_ output: Output) throws {
    let (policy, job) = (try policy(.skip), try job("in/a.jpg"))
    let identity = try policy.identity(of: job, before: FileStatus(folder.path("in/a.jpg")))
    let facts = BatchEvent.Finished(width: 2, height: 1, seconds: 1, device: "cpu")
    func paint() throws {
      policy.begin(job, identity)
      try writeOutput("the painting")
      _ = try policy.finish(job, identity, facts)
    }
    switch output {
    case .nothing: break
    case .unknown: try writeOutput("a file")
    case .finished: try paint()
    case .touched:
      try paint()
      try folder.setTime(Self.times.output + 5, of: "out/a.png")
    case .edited:
      try paint()
      try writeOutput("the painting, retouched", at: Self.times.output + 5)
    case .editedToTheSameSize:
      try paint()
      try writeOutput("the PAINTING", at: Self.times.output + 5)
    case .begun:
      policy.begin(job, identity)
      try writeOutput("the painting")
    case .begunOverAnother:
      try writeOutput("what was there")
      policy.begin(job, identity)
    case .failed:
      policy.begin(job, identity)
      policy.fail(job, BatchEvent.Failure(code: .device, reason: "a test"))
      try writeOutput("a file")
    case .finishedAndBegunAgain:
      try paint()
      policy.begin(job, identity)
    }
  }

  private func change(_ photograph: Photograph) throws -> String {
    switch photograph {
    case .same: return "in/a.jpg"
    case .touched: try folder.setTime(Self.times.photograph + 5, of: "in/a.jpg")
    case .changed: try folder.write("another photograph of any size", "in/a.jpg")
    case .changedToTheSameSize:
      try folder.write("THE photograph", "in/a.jpg")
    case .moved:
      try folder.write("the photograph", "moved/a.jpg")
      return "moved/a.jpg"
    case .other:
      try folder.write("THE photograph", "other/a.jpg")
      return "other/a.jpg"
    }
    return "in/a.jpg"
  }

  @Test(arguments: cases) func decision(_ wanted: Case) throws {
    try folder.write("the photograph", "in/a.jpg")
    try folder.setTime(Self.times.photograph, of: "in/a.jpg")
    try make(wanted.output)
    let photograph = try change(wanted.photograph)
    if wanted.photograph != .touched {
      let time = Self.times.photograph + (wanted.photograph == .same ? 0 : 5)
      try folder.setTime(time, of: photograph)
    }
    if wanted.isNewer { try folder.setTime(Self.times.output + 100, of: photograph) }
    var key = key
    if wanted.otherKey { key.options = "strip=true" }
    let policy = try policy(wanted.existing, key, hasJournal: wanted.hasJournal)
    #expect(
      policy.decision(for: try job(photograph, isNamed: wanted.isNamed)) == wanted.expected)
  }

  @Test func streamsAreNobodysPaintings() throws {
    try writeOutput("a file")
    var piped = try job("in/a.jpg")
    piped.source = .standardInput
    #expect(try policy(.skip).decision(for: piped) == .skip(.exists))
    #expect(try policy(.newer).decision(for: piped) == .skip(.exists))
    #expect(try policy(.fail).decision(for: piped) == .exists)
    #expect(try policy(.overwrite).decision(for: piped) == Self.again)
    piped.destination = .standardOutput
    #expect(try policy(.skip).decision(for: piped) == .paint(overwriting: false))
    #expect(try policy(.overwrite).decision(for: piped) == Self.again)
  }

  /// Also of a photograph that is gone meanwhile.
  @Test func aMissingPhotographReplacesNothing() throws {
    try writeOutput("a file")
    #expect(try policy(.newer).decision(for: try job("in/none.jpg")) == .skip(.exists))
    #expect(try policy(.fail).decision(for: try job("in/none.jpg")) == .exists)
  }
}
