import Foundation
import Testing

/// One photograph to one file, named by hand: what is painted already is skipped, what has changed is
/// painted again.
@Suite struct SingleFileTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.makePicture("in.ppm", width: 20, height: 16)
  }

  private func paint(
    _ arguments: String..., style: String = "starry", from input: String = "in.ppm",
    to output: String = "out.png"
  ) throws -> Program {
    try Program.run(
      ["--style", style, "--styles-dir", Program.styles] + arguments
        + [folder.path(input), folder.path(output)],
      environment: ["XDG_STATE_HOME": folder.path("state")])
  }

  private func paints(_ run: Program) -> Bool {
    #expect(run.status == 0, "\(run.errors)")
    return !run.lines.isEmpty
  }

  @Test func changedOptionsPaintAgain() throws {
    #expect(paints(try paint()))
    let again = try paint()
    #expect(!paints(again))
    #expect(again.errors.contains("0 painted, 1 skipped"))
    #expect(paints(try paint(style: "wave")))
    #expect(paints(try paint("--strength", "0.5", style: "wave")))
    #expect(!paints(try paint("--strength", "0.5", "--threads", "1", style: "wave")))
    #expect(paints(try paint("--keep-colors", style: "wave")))
    #expect(paints(try paint("--keep-colors", style: "wave", to: "out.png[compression=1]")))
  }

  @Test func aChangedPhotographIsPaintedAgain() throws {
    #expect(paints(try paint()))
    try folder.makePicture("in.ppm", width: 24, height: 16)
    #expect(paints(try paint()))
    #expect(!paints(try paint()))
    // Whoever names both files means another photograph, too.
    try folder.makePicture("other.ppm", width: 30, height: 20)
    #expect(paints(try paint(from: "other.ppm")))
    #expect(!paints(try paint(from: "other.ppm")))
  }

  @Test func somebodyElsesWorkIsLeftAlone() throws {
    try folder.write(Data("mine".utf8), "out.png")
    let unknown = try paint()
    #expect(!paints(unknown))
    #expect(unknown.errors.contains("out.png: already exists"))
    #expect(paints(try paint("--existing", "overwrite")))
    try folder.write(Data("retouched".utf8), "out.png")
    let edited = try paint(style: "wave")
    #expect(!paints(edited))
    #expect(edited.errors.contains("has been edited since it was painted"))
    #expect(try folder.data("out.png") == Data("retouched".utf8))
  }

  @Test func nothingLiesBesideThePainting() throws {
    #expect(paints(try paint()))
    #expect(folder.names() == ["in.ppm", "out.png", "state"])
    #expect(folder.names("state/stylize/paintings").count == 1)
    let attributes = try FileManager.default.attributesOfItem(atPath: folder.path("state/stylize"))
    #expect(attributes[.posixPermissions] as? Int == 0o700)
    #expect(paints(try paint("--no-journal", to: "other.png")))
    #expect(folder.names("state/stylize/paintings").count == 1)
  }

  /// Without a place for records a file that is there is left alone, as one of a stranger's.
  @Test func withoutAHome() throws {
    let arguments = [
      "--style", "starry", "--styles-dir", Program.styles, folder.path("in.ppm"),
      folder.path("out.png"),
    ]
    #expect(paints(try Program.run(arguments)))
    let again = try Program.run(["--strip"] + arguments)
    #expect(!paints(again))
    #expect(again.errors.contains("already exists"))
    let refused = try Program.run(
      ["--strip"] + arguments, environment: ["XDG_STATE_HOME": "/proc/nowhere"])
    #expect(!paints(refused))
  }

  /// A painting of a batch stays the batch's: the journal in its folder goes on knowing it.
  @Test func theJournalOfABatchKnowsItsPaintings() throws {
    try folder.makePicture("photos/a.ppm", width: 20, height: 16)
    func batch(_ style: String) throws -> Program {
      try Program.run([
        "--style", style, "--styles-dir", Program.styles, folder.path("photos"), folder.path("out"),
      ])
    }
    #expect(paints(try batch("starry")))
    #expect(!paints(try paint(from: "photos/a.ppm", to: "out/a.ppm")))
    #expect(paints(try paint(style: "wave", from: "photos/a.ppm", to: "out/a.ppm")))
    #expect(!paints(try batch("wave")))
  }
}
