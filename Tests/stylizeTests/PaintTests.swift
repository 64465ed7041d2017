import Foundation
import Testing

@Suite struct PaintTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func paintsAFileToAFile() throws {
    try folder.makePicture("photo.ppm")
    let run = try Program.paint(folder.path("photo.ppm"), folder.path("out.png"))
    #expect(run.status == 0)
    #expect(run.lines == [folder.path("out.png")])
    #expect(run.errors.isEmpty)
    #expect(try folder.data("out.png").starts(with: [0x89, 0x50, 0x4E, 0x47]))
  }

  @Test func paintsAFolderToAFolderThatIsNotThereYet() throws {
    for name in ["in/b.ppm", "in/a.ppm", "in/deeper/c.ppm"] { try folder.makePicture(name) }
    try Data("no picture".utf8).write(to: URL(fileURLWithPath: folder.path("in/notes.txt")))
    let run = try Program.paint("-f", "png", folder.path("in"), folder.path("out/there"))
    #expect(run.status == 0)
    #expect(folder.names("out/there") == ["a.png", "b.png"])
    #expect(run.lines.sorted() == ["a.png", "b.png"].map { folder.path("out/there/\($0)") })
  }

  @Test func mirrorsTheTreeWhenAsked() throws {
    for name in ["in/a.ppm", "in/deeper/b.ppm"] { try folder.makePicture(name) }
    let run = try Program.paint("-r", folder.path("in"), folder.path("in/out"))
    #expect(run.status == 0)
    #expect(folder.names("in/out") == ["a.ppm", "deeper"])
    #expect(folder.names("in/out/deeper") == ["b.ppm"])
    // Its own paintings are not read as photographs, so nothing is new the second time.
    let again = try Program.paint("-r", folder.path("in"), folder.path("in/out"))
    #expect(again.status == 0)
    #expect(again.lines.isEmpty)
  }

  @Test func paintsThroughAPipe() throws {
    try folder.makePicture("photo.ppm")
    let run = try Program.run(
      ["--style", "wave", "--styles-dir", Program.styles, "-f", "png", "-", "-"],
      input: folder.data("photo.ppm"))
    #expect(run.status == 0)
    #expect(run.errors.isEmpty)
    let file = try Program.paint(folder.path("photo.ppm"), folder.path("out.png"), style: "wave")
    #expect(file.status == 0)
    #expect(try run.output == folder.data("out.png"))
  }

  @Test(arguments: ["1", "7", "64"]) func tilesChangeNoByte(tile: String) throws {
    try folder.makePicture("photo.ppm", width: 150, height: 93)
    #expect(try Program.paint(folder.path("photo.ppm"), folder.path("whole.ppm")).status == 0)
    let tiled = try Program.paint(
      "--tile", tile, "--threads", "1", folder.path("photo.ppm"), folder.path("tiled.ppm"))
    #expect(tiled.status == 0)
    #expect(try folder.data("whole.ppm") == folder.data("tiled.ppm"))
  }

  /// Small pictures are painted side by side, large ones alone; who waits for whom must not matter.
  @Test func threadsChangeNoByte() throws {
    for index in 0..<24 {
      let side = index % 8 == 3 ? 330 : 20 + index
      try folder.makePicture("in/\(index).ppm", width: side, height: side - 5)
    }
    for threads in ["1", "2", "5"] {
      let run = try Program.paint(
        "--threads", threads, "-j", threads, folder.path("in"), folder.path("out-\(threads)"))
      #expect(run.status == 0)
      #expect(run.lines.count == 24)
    }
    let one = try folder.contents("out-1")
    #expect(try folder.contents("out-2") == one)
    #expect(try folder.contents("out-5") == one)
  }

  @Test func skipsWhatIsThere() throws {
    try folder.makePicture("photo.ppm")
    let arguments = [
      "--style", "starry", "--styles-dir", Program.styles, folder.path("photo.ppm"),
      folder.path("out.png"),
    ]
    #expect(try Program.run(arguments).status == 0)
    let before = try folder.data("out.png")
    let again = try Program.run(arguments)
    #expect(again.status == 0)
    #expect(again.lines.isEmpty)
    #expect(again.errors.contains("is there already"))
    #expect(try Program.run(arguments + ["--existing", "fail"]).status == 5)
    #expect(try Program.run(arguments + ["--existing", "overwrite"]).lines.count == 1)
    #expect(try folder.data("out.png") == before)
  }
}
