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
    // One line says what was done, how long it took and where it went.
    let line = #/stylize: painted 1 picture \(0\.00 megapixels\) in [0-9.]+ s to (.+)\n/#
    #expect(run.errors.wholeMatch(of: line)?.1 == folder.path("out.png")[...], "\(run.errors)")
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

  @Test func successIsOneLineUnlessQuiet() throws {
    for name in ["in/a.ppm", "in/b.ppm"] {
      try folder.makePicture(name, width: 200, height: 150)
    }
    let output = folder.path("out")
    let first = try Program.paint(folder.path("in/a.ppm"), output + "/")
    #expect(first.errors.split(separator: "\n").count == 1, "\(first.errors)")
    let run = try Program.paint(folder.path("in"), output)
    #expect(run.errors.contains("painted 1 picture (0.03 megapixels) in "), "\(run.errors)")
    #expect(run.errors.hasSuffix(" to \(output), 1 skipped\n"))
    #expect(run.errors.split(separator: "\n").count == 1)
    let none = try Program.paint(folder.path("in"), output)
    #expect(none.errors == "stylize: nothing left to paint: 0 painted, 2 skipped\n")
    for option in ["--quiet", "--json"] {
      let run = try Program.paint(option, "--existing", "overwrite", folder.path("in"), output)
      #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
    }
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
    #expect(run.errors.hasSuffix(" s to standard output\n"))
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
    #expect(again.errors.contains("already exists"))
    #expect(try Program.run(arguments + ["--existing", "fail"]).status == 5)
    #expect(try Program.run(arguments + ["--existing", "overwrite"]).lines.count == 1)
    #expect(try folder.data("out.png") == before)
  }
}
