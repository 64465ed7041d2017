import BatchProcessing
import Fakes
import Files
import ImageIO
import StyleTransfer
import Synchronization
import Testing

/// What is noted in the journal while a picture goes its way.
@Suite struct ResumePolicyTests {
  private let folder: ScratchFolder
  private let job: Job
  private let journal: Journal
  private let policy: ResumePolicy
  private let facts = BatchEvent.Finished(width: 5, height: 4, seconds: 0.25, device: "cpu")

  init() throws {
    folder = try ScratchFolder()
    try folder.write("the photograph", "in/a.jpg")
    job = Job(
      source: .file(folder.path("in/a.jpg")), destination: .file(folder.path("out/a.png")),
      format: try ImageFormat(suffix: ".png", options: "compression=3"))
    journal = try Journal(at: folder.path("out/.stylize.jsonl"), of: folder.path("out"))
    policy = ResumePolicy(
      journal: journal, existing: .skip,
      key: RenderKey(version: 1, style: "s", hash: "0", options: "strip=false")
    ) { Issue.record("\($0)") }
  }

  private var photograph: Path { folder.path("in/a.jpg") }
  private var output: Path { folder.path("out/a.png") }

  private func without(
    _ journal: Journal?, complain: @escaping @Sendable (String) -> Void = { _ in }
  ) -> ResumePolicy {
    ResumePolicy(journal: journal, existing: .skip, key: policy.key, complain: complain)
  }

  @Test func theFormatIsPartOfTheKey() {
    #expect(policy.key(for: job).options == "strip=false format=.png[compression=3]")
  }

  @Test func aPhotographIsKnownByWhatIsInIt() throws {
    let input = try #require(
      try policy.identity(of: job, before: FileStatus(photograph)))
    #expect(input.path.path == photograph && input.size == 14)
    let hash = try ContentHash.text(of: photograph)
    #expect(input.hash == hash)
    #expect(input.modified == FileStatus(photograph)?.modified)
    #expect(try without(nil).identity(of: job, before: FileStatus(photograph)) == nil)
    var piped = job
    piped.source = .standardInput
    #expect(try policy.identity(of: piped, before: nil) == nil)
  }

  /// With a journal or without: half of one photograph and half of another is none.
  @Test func aPhotographThatChangesWhileItIsReadIsToldOf() throws {
    let before = FileStatus(photograph)
    try folder.write("the photograph and more", "in/a.jpg")
    for policy in [policy, without(nil)] {
      #expect(throws: FileError.changedWhileRead(path: photograph)) {
        try policy.identity(of: job, before: before)
      }
    }
    // As large and as old, but another file.
    try folder.setTime(1_000_000, of: "in/a.jpg")
    let same = FileStatus(photograph)
    try folder.write("THE PHOTOGRAPH AND MORE", "in/b.jpg")
    try folder.setTime(1_000_000, of: "in/b.jpg")
    var other = job
    other.source = .file(folder.path("in/b.jpg"))
    #expect(throws: FileError.changedWhileRead(path: folder.path("in/b.jpg"))) {
      try policy.identity(of: other, before: same)
    }
  }

  @Test func whatBeginsSaysWhatItReplaces() throws {
    let input = try policy.identity(of: job, before: FileStatus(photograph))
    policy.begin(job, input)
    let first = try #require(journal.record(of: output)?.began)
    #expect(first.replacing == nil)
    try folder.write("before", "out/a.png")
    policy.begin(job, input)
    let began = try #require(journal.record(of: output)?.began)
    #expect(began.replacing?.size == 6 && began.input == input)
    #expect(began.recipe == policy.key(for: job))
  }

  @Test func whatIsFinishedSaysWhatItIs() throws {
    let input = try policy.identity(of: job, before: FileStatus(photograph))
    policy.begin(job, input)
    try folder.write("the painting", "out/a.png")
    let told = try policy.finish(job, input, facts)
    let hash = try ContentHash.text(of: output)
    #expect(told.byteCount == 12 && told.hash == hash)
    let record = try #require(journal.record(of: output))
    let finished = try #require(record.finished)
    #expect(record.began == nil)
    #expect(finished.painting?.size == 12 && finished.painting?.hash == told.hash)
    #expect(finished.width == 5 && finished.height == 4)
    #expect(finished.seconds == 0.25 && finished.device == "cpu")
    // Who keeps no journal is told the same.
    #expect(try without(nil).finish(job, nil, facts) == told)
  }

  @Test func whatFailsSaysWhy() throws {
    policy.begin(job, try policy.identity(of: job, before: FileStatus(photograph)))
    policy.fail(job, BatchEvent.Failure(code: .noSpace, reason: "no room"))
    let record = try #require(journal.record(of: output))
    #expect(record.began == nil && record.finished == nil)
    let last = try folder.text("out/.stylize.jsonl").split(separator: "\n").last ?? ""
    #expect(last.contains(#""code":"noSpace""#) && last.contains(#""reason":"no room""#))
  }

  /// A program was killed between the painting and the line that says so.
  @Test func aRecordIsCompleted() throws {
    try folder.write("the painting", "out/a.png")
    policy.completeRecord(of: job)
    #expect(journal.record(of: output) == nil)
    try folder.remove("out/a.png")
    let input = try policy.identity(of: job, before: FileStatus(photograph))
    policy.begin(job, input)
    policy.completeRecord(of: job)
    #expect(journal.record(of: output)?.finished == nil)
    try folder.write("the painting", "out/a.png")
    policy.completeRecord(of: job)
    let finished = try #require(journal.record(of: output)?.finished)
    let hash = try ContentHash.text(of: output)
    #expect(finished.painting?.hash == hash)
    #expect(finished.input == input)
    #expect(policy.decision(for: job) == .skip(.finished))
  }

  /// The batch goes on without its journal.
  @Test func aJournalThatCannotBeWrittenIsComplainedOf() throws {
    try folder.write("", "file")
    let lost = try Journal(at: folder.path("file/journal"), of: folder.path("out"))
    let complaints = Mutex<[String]>([])
    let policy = without(lost) { text in complaints.withLock { $0.append(text) } }
    let input = try policy.identity(of: job, before: FileStatus(photograph))
    policy.begin(job, input)
    try folder.write("the painting", "out/a.png")
    #expect(try policy.finish(job, input, facts).byteCount == 12)
    let told = complaints.withLock { $0 }
    #expect(told.count == 2)
    #expect(told.allSatisfy { $0.contains("file") })
  }

  @Test func streamsAreNotNoted() throws {
    var piped = job
    piped.destination = .standardOutput
    let input = try policy.identity(of: piped, before: FileStatus(photograph))
    policy.begin(piped, input)
    #expect(try policy.finish(piped, input, facts) == facts)
    policy.fail(piped, BatchEvent.Failure(code: .other, reason: "a test"))
    #expect(FileStatus(journal.path) == nil)
  }
}
