import Foundation
import Testing

/// What the same command does the second time.
@Suite struct JournalTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    for name in ["in/a.ppm", "in/b.ppm"] { try folder.makePicture(name, width: 12, height: 9) }
    #expect(try paint().lines.count == 2)
  }

  private func paint(_ arguments: String..., style: String = "starry") throws -> Program {
    try Program.run(
      ["--style", style, "--styles-dir", Program.styles, "--format", "png"] + arguments
        + [folder.path("in"), folder.path("out")])
  }

  private func painted(_ run: Program) -> [String] {
    run.lines.map { URL(fileURLWithPath: $0).lastPathComponent }.sorted()
  }

  private var journal: String { "out/.stylize.jsonl" }

  @Test func nothingIsDoneTwice() throws {
    let again = try paint()
    #expect(again.status == 0)
    #expect(again.lines.isEmpty)
    #expect(again.errors.contains("0 painted, 2 skipped"))
  }

  @Test func aChangedPhotographIsPaintedAgain() throws {
    let before = try folder.data("out/a.png")
    try folder.makePicture("in/a.ppm", width: 13, height: 9)
    #expect(painted(try paint()) == ["a.png"])
    #expect(try folder.data("out/a.png") != before)
    #expect(try paint().lines.isEmpty)
  }

  @Test func aTouchedPhotographIsNot() throws {
    try FileManager.default.setAttributes(
      [.modificationDate: Date()], ofItemAtPath: folder.path("in/a.ppm"))
    #expect(try paint().lines.isEmpty)
  }

  @Test func anotherStyleOrOptionPaintsAgain() throws {
    #expect(painted(try paint(style: "wave")) == ["a.png", "b.png"])
    #expect(painted(try paint("--strength", "0.5", style: "wave")) == ["a.png", "b.png"])
    #expect(
      painted(try paint("--strength", "0.5", "--strip", style: "wave")) == ["a.png", "b.png"])
    #expect(painted(try paint("--strength", "0.5", "--strip", style: "wave")) == [])
    // These change no byte.
    #expect(
      painted(
        try paint("--strength", "0.5", "--strip", "--tile", "64", "--threads", "1", style: "wave"))
        == [])
  }

  /// A pack that was changed is another style under the same name, whatever was changed in it.
  @Test func aChangedPackPaintsAgain() throws {
    let packs = folder.path("styles")
    try FileManager.default.createDirectory(atPath: packs, withIntermediateDirectories: true)
    for name in ["starry", "trunk"] {
      try FileManager.default.copyItem(
        atPath: Program.styles + "/" + name, toPath: packs + "/" + name)
    }
    func again(_ arguments: String...) throws -> [String] {
      painted(
        try Program.run(
          ["--style", "starry", "--styles-dir", packs, "-f", "png"] + arguments
            + [folder.path("in"), folder.path("out")]))
    }
    func change(_ file: String, _ edit: (inout [String: Any]) -> Void) throws {
      var facts = try #require(
        try JSONSerialization.jsonObject(with: folder.data("styles/" + file)) as? [String: Any])
      edit(&facts)
      try folder.write(JSONSerialization.data(withJSONObject: facts), "styles/" + file)
    }
    #expect(try again() == [])
    try change("starry/style.json") { $0["title"] = "Another title" }
    #expect(try again() == [])
    try change("starry/style.json") { $0["workingSize"] = 16 }
    #expect(try again() == ["a.png", "b.png"])
    #expect(try again() == [])
    // With strokes of a stated size, what the pack recommends does not count.
    #expect(try again("--stroke-size", "2") == ["a.png", "b.png"])
    try change("starry/style.json") { $0["workingSize"] = 17 }
    #expect(try again("--stroke-size", "2") == [])
    // Nor does how much grain is taken of none, but the grain that a pack recommends does.
    try change("starry/style.json") { $0["grain"] = nil }
    _ = try again("--stroke-size", "2")
    #expect(try again("--stroke-size", "2", "--grain", "0.5") == [])
    try change("starry/style.json") { $0["grain"] = 3 }
    #expect(try again("--stroke-size", "2", "--grain", "0") == [])
    #expect(try again("--stroke-size", "2") == ["a.png", "b.png"])
    #expect(try again("--stroke-size", "2", "--grain", "1") == [])
    #expect(try again("--stroke-size", "2", "--grain", "0.5") == ["a.png", "b.png"])
  }

  @Test func anAliasIsTheSameStyle() throws {
    #expect(try paint(style: "van-gogh").lines.isEmpty)
  }

  @Test func somebodyElsesWorkIsNotPaintedOver() throws {
    let retouched = Data("retouched".utf8)
    try folder.write(retouched, "out/a.png")
    let run = try paint(style: "wave")
    #expect(painted(run) == ["b.png"])
    #expect(run.errors.contains("a.png: has been edited since it was painted"))
    #expect(try folder.data("out/a.png") == retouched)
    #expect(painted(try paint("--existing", "overwrite", style: "wave")) == ["a.png", "b.png"])
  }

  @Test func anotherPhotographOfThatNameIsNotPaintedOver() throws {
    try folder.makePicture("other/a.ppm", width: 20, height: 20)
    let before = try folder.data("out/a.png")
    let run = try Program.paint("-f", "png", folder.path("other"), folder.path("out"))
    #expect(run.status == 0)
    #expect(run.errors.contains("a.png: was painted from another photograph"))
    #expect(try folder.data("out/a.png") == before)
    // The same photograph in another place is no other photograph.
    try FileManager.default.moveItem(atPath: folder.path("in"), toPath: folder.path("moved"))
    let moved = try Program.paint("-f", "png", folder.path("moved"), folder.path("out"))
    #expect(moved.lines.isEmpty)
    #expect(!moved.errors.contains("another photograph"))
  }

  @Test func failKeepsWhatTheJournalVouchesFor() throws {
    try folder.write(Data("?".utf8), "out/b.png")
    let run = try paint("--existing", "fail")
    #expect(run.status == 1)
    #expect(run.errors.contains("b.png: already exists"))
    #expect(!run.errors.contains("a.png: exists"))
  }

  @Test func newerLooksAtTheTimes() throws {
    let noJournal = ["--no-journal", "--existing", "newer"]
    #expect(try paint(noJournal[0], noJournal[1], noJournal[2]).lines.isEmpty)
    try FileManager.default.setAttributes(
      [.modificationDate: Date().addingTimeInterval(60)], ofItemAtPath: folder.path("in/b.ppm"))
    #expect(painted(try paint(noJournal[0], noJournal[1], noJournal[2])) == ["b.png"])
  }

  @Test func aTornLineIsPassedOver() throws {
    var lines = try folder.data(journal)
    lines.removeLast(40)
    try folder.write(lines, journal)
    // The painting whose last line was torn is known by the line that says it began.
    #expect(try paint().lines.isEmpty)
    #expect(painted(try paint(style: "wave")) == ["a.png", "b.png"])
    #expect(try paint(style: "wave").lines.isEmpty)
    let text = String(decoding: try folder.data(journal), as: UTF8.self)
    #expect(text.split(separator: "\n").count == 9)
  }

  @Test func aJournalOfNonsenseDoesNoHarm() throws {
    try folder.write(Data((0..<5000).map { UInt8(truncatingIfNeeded: $0 * $0 / 7) }), journal)
    let run = try paint()
    #expect(run.status == 0)
    #expect(run.lines.isEmpty)
    #expect(run.errors.contains("a.png: already exists"))
  }

  @Test func canLieElsewhere() throws {
    let run = try Program.paint(
      "--journal", folder.path("notes.jsonl"), folder.path("in/a.ppm"), folder.path("one.png"))
    #expect(run.status == 0)
    #expect(FileManager.default.fileExists(atPath: folder.path("notes.jsonl")))
    #expect(folder.names() == ["in", "notes.jsonl", "one.png", "out"])
  }

  @Test func paintingsBesideTheirPhotographsAreNotReadAgain() throws {
    let template = ["--output-template", "{dir}/{name}-{style}.{ext}", "-r"]
    func beside(_ style: String) throws -> Program {
      try Program.run(
        ["--style", style, "--styles-dir", Program.styles] + template
          + [folder.path("in"), folder.path("in")])
    }
    #expect(painted(try beside("starry")) == ["a-starry.ppm", "b-starry.ppm"])
    #expect(try beside("starry").lines.isEmpty)
    #expect(painted(try beside("wave")) == ["a-wave.ppm", "b-wave.ppm"])
    #expect(folder.names("in").count == 6)
  }
}
