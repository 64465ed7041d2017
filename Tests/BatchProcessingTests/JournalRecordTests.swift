import BatchProcessing
import Fakes
import Files
import Foundation
import Testing

/// What a journal knows of each painting.
@Suite struct JournalRecordTests {
  private let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  private var output: Path { folder.path("out/a.png") }

  private func journal(_ name: String = "out/.stylize.jsonl") throws -> Journal {
    try Journal(at: folder.path(name), of: folder.path("out"))
  }

  /// A line as programs write it.
  private func line(_ event: String, _ output: String = "a.png", _ more: String = "") -> String {
    #"{"event":"\#(event)","time":"2026-11-24T21:07:03Z","output":"\#(output)","#
      + #""input":{"path":"/in/a.jpg","size":1,"modified":2,"hash":"03"},"#
      + #""recipe":{"style":"s","hash":"04","options":"o"}\#(more)}"#
  }

  private func entry(_ event: String, _ output: String = "a.png") throws -> JournalEntry {
    try JSONDecoder().decode(JournalEntry.self, from: Data(line(event, output).utf8))
  }

  private static let painting =
    #","painting":{"size":30,"modified":40,"hash":"50"},"width":6,"height":7,"seconds":0.5,"#
    + #""device":"cpu""#

  /// The last line about how a painting ended counts, and one that says it has begun while none follows.
  @Test(arguments: [
    (["began"], false, true), (["finished"], true, false), (["failed"], false, false),
    (["began", "finished"], true, false), (["began", "failed"], false, false),
    (["finished", "began"], true, true), (["finished", "began", "failed"], true, false),
    (["finished", "began", "finished"], true, false), (["failed", "began"], false, true),
  ]) func theLastLineCounts(events: [String], isFinished: Bool, hasBegun: Bool) throws {
    let journal = try journal()
    for event in events { try journal.append(try entry(event)) }
    // As it is known to the program that wrote it, and to the next one.
    for journal in [journal, try self.journal()] {
      let record = try #require(journal.record(of: output))
      #expect((record.finished != nil) == isFinished)
      #expect((record.began != nil) == hasBegun)
      #expect(journal.knows(output))
      #expect(journal.record(of: folder.path("out/b.png")) == nil)
    }
  }

  @Test func nothingIsMadeBeforeThereIsALine() throws {
    let journal = try journal()
    #expect(journal.record(of: output) == nil && !journal.knows(output))
    #expect(journal.unreadableLines == 0)
    #expect(FileStatus(folder.path("out")) == nil)
  }

  /// A torn last line leaves what the lines before it say.
  @Test func aTornLineIsPassedOver() throws {
    let whole = line("began") + "\n" + line("finished", "b.png", Self.painting) + "\n"
    let last = line("finished", "a.png", Self.painting)
    for count in [1, last.utf8.count / 2, last.utf8.count - 1] {
      try folder.write(whole + String(last.prefix(count)), "out/.stylize.jsonl")
      let journal = try journal()
      #expect(journal.unreadableLines == 1)
      let record = try #require(journal.record(of: output))
      #expect(record.began != nil && record.finished == nil)
      #expect(journal.record(of: folder.path("out/b.png"))?.finished != nil)
      // What is written next is whole again.
      try journal.append(try entry("finished"))
      #expect(journal.record(of: output)?.finished != nil)
      #expect(try self.journal().record(of: output)?.finished != nil)
      #expect(try self.journal().unreadableLines == 1)
    }
    // Without its end, but complete.
    try folder.write(whole + last, "out/.stylize.jsonl")
    #expect(try journal().unreadableLines == 0)
    #expect(try journal().record(of: output)?.finished?.painting?.size == 30)
  }

  @Test func linesOfLaterProgramsDoNoHarm() throws {
    let later = line("finished", "a.png", #","colour":"blue","parts":[1,2]"#)
    let unknown = line("admired", "b.png")
    try folder.write(later + "\n" + unknown + "\n", "out/.stylize.jsonl")
    let journal = try journal()
    #expect(journal.record(of: output)?.finished != nil)
    #expect(journal.unreadableLines == 1)
  }

  /// A file that a person named may be anything, and nothing is appended to what is no journal.
  @Test func aFileThatIsNoJournal() throws {
    try folder.write("Dear diary,\ntoday I painted.\n", "diary")
    #expect(throws: FileError.self) { try journal("diary") }
    // One that was begun as a journal is one, whatever is left of it.
    try folder.write("{\"event\":\"be", "torn")
    #expect(try journal("torn").unreadableLines == 1)
    try folder.write("", "empty")
    #expect(try journal("empty").unreadableLines == 0)
    // And so is one of our own name.
    try folder.write("\u{1}\u{2}\n\u{3}", "out/.stylize.jsonl")
    #expect(try journal().unreadableLines == 2)
  }

  @Test func twoProgramsShareAJournal() throws {
    let (one, other) = (try journal(), try journal())
    try one.append(try entry("began", "a.png"))
    try other.append(try entry("began", "much/longer/name.png"))
    try one.append(try entry("finished", "a.png"))
    try other.append(try entry("finished", "much/longer/name.png"))
    try one.append(try entry("began", "c.png"))
    #expect(one.record(of: output)?.finished != nil)
    #expect(one.record(of: folder.path("out/c.png"))?.began != nil)
    #expect(other.record(of: folder.path("out/much/longer/name.png"))?.finished != nil)
    let next = try journal()
    #expect(next.unreadableLines == 0)
    let names = ["a.png", "c.png", "much/longer/name.png"]
    #expect(next.paintings == Set(names.map { folder.path("out/\($0)") }))
  }

  /// Nobody vouches any more for what a deleted journal said.
  @Test func aJournalThatWasReplaced() throws {
    let journal = try journal()
    try journal.append(try entry("finished", "a.png"))
    try folder.write(line("finished", "b.png") + "\n", "out/other")
    try #require(
      rename(folder.path("out/other").description, journal.path.description) == 0)
    #expect(!journal.knows(output))
    #expect(journal.record(of: folder.path("out/b.png"))?.finished != nil)
    try journal.append(try entry("finished", "d.png"))
    try folder.remove("out/.stylize.jsonl")
    try journal.append(try entry("finished", "c.png"))
    #expect(!journal.knows(folder.path("out/b.png")) && journal.knows(folder.path("out/c.png")))
  }

  /// The same of a journal from which a program has only read.
  @Test func aJournalThatWasDeletedAfterItWasRead() throws {
    try folder.write(line("finished", "a.png") + "\n", "out/.stylize.jsonl")
    let journal = try journal()
    #expect(journal.record(of: output)?.finished != nil)
    try folder.remove("out/.stylize.jsonl")
    #expect(!journal.knows(output) && journal.record(of: output) == nil)
    try folder.write(line("finished", "b.png") + "\n", "out/.stylize.jsonl")
    #expect(journal.knows(folder.path("out/b.png")) && !journal.knows(output))
  }

  /// A journal that was cut under a running program: what stands elsewhere now is not taken for the line.
  @Test func placesAreChecked() throws {
    let journal = try journal()
    try journal.append(try entry("finished", "a.png"))
    try journal.append(try entry("finished", "b.png"))
    let text = try folder.text("out/.stylize.jsonl")
    let handle = try #require(FileHandle(forWritingAtPath: journal.path.description))
    try handle.write(contentsOf: Data(text.replacing("a.png", with: "z.png").utf8))
    let record = try #require(journal.record(of: output))
    #expect(record.finished == nil)
    #expect(journal.record(of: folder.path("out/b.png"))?.finished != nil)
  }

  @Test func paintingsAreNamedFromTheirFolder() throws {
    try folder.write("", "out/sub/x")
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("link").description,
      withDestinationPath: folder.path("out").description)
    let journal = try journal()
    #expect(journal.name(of: output) == "a.png")
    #expect(journal.name(of: folder.path("out/sub/a.png")) == "sub/a.png")
    #expect(journal.name(of: folder.path("link/sub/a.png")) == "sub/a.png")
    #expect(journal.name(of: "/elsewhere/a.png") == "/elsewhere/a.png")
  }

  @Test func measurementsAreOfTheLastTime() throws {
    let slow = Self.painting.replacing("0.5", with: "2.5")
    try folder.write(
      [
        line("finished", "a.png", slow), line("began", "a.png"), line("finished", "b.png"),
        line("finished", "a.png", Self.painting),
      ].joined(separator: "\n"), "out/.stylize.jsonl")
    let measurements = try journal().measurements
    try #require(measurements.count == 1)
    #expect(measurements[0].seconds == 0.5 && measurements[0].bytes == 30)
    #expect(measurements[0].width == 6 && measurements[0].height == 7)
    #expect(measurements[0].device == "cpu")
  }

  @Test func aSinglePaintingHasARecordOfItsOwn() throws {
    let records = folder.path("records")
    try folder.write("", "out/x")
    #expect(try Journal.ofSinglePainting(at: output, records: nil) == nil)
    let own = try #require(try Journal.ofSinglePainting(at: output, records: records))
    #expect(own.path.folder == records)
    try own.append(try entry("finished", own.name(of: output).description))
    let again = try #require(try Journal.ofSinglePainting(at: output, records: records))
    #expect(again.record(of: output)?.finished != nil)
    let other = try #require(
      try Journal.ofSinglePainting(at: folder.path("out/b.png"), records: records))
    #expect(other.path != own.path)
    // A journal beside it goes first, where it knows the painting.
    try journal().append(try entry("finished", "b.png"))
    #expect(try Journal.ofSinglePainting(at: output, records: records)?.path == own.path)
    let beside = try Journal.ofSinglePainting(at: folder.path("out/b.png"), records: records)
    #expect(beside?.path == folder.path("out/.stylize.jsonl"))
  }

  /// `Tests/stylizeTests/Fixtures/journal` was written by the program of November 2026.
  @Test(arguments: ["plain.png", "changed.png", "mixed.jpg", "foreign.tif", "card.png"])
  func oldJournalsAreUnderstood(name: String) throws {
    let old = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("stylizeTests/Fixtures/journal/out").path
    let journal = try Journal(at: Path(old + "/journal.jsonl"), of: Path(old))
    #expect(journal.unreadableLines == 0)
    #expect(journal.paintings.count == 5 && journal.measurements.count == 5)
    let painting = Path(old + "/" + name)
    let record = try #require(journal.record(of: painting))
    let finished = try #require(record.finished)
    #expect(record.began == nil)
    #expect(finished.recipe.version == nil)
    let hash = try ContentHash.text(of: painting)
    #expect(finished.painting?.hash == hash)
    // The same fields as a program of today writes them.
    var today = finished.recipe
    today.version = RenderKey.version
    today.style = "renamed"
    #expect(today.paintsLike(finished.recipe))
    today.hash = "0000000000000000"
    #expect(!today.paintsLike(finished.recipe))
  }
}
