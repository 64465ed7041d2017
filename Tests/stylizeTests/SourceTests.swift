import Foundation
import Testing

/// Where pictures come from and what their paintings are called.
@Suite struct SourceTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    for name in ["in/a.ppm", "in/b.ppm", "in/raw/c.ppm"] {
      try folder.makePicture(name, width: 9, height: 8)
    }
  }

  private let style = ["--style", "starry", "--styles-dir", Program.styles]

  @Test func listOnStandardInput() throws {
    let list =
      [folder.path("in/a.ppm"), folder.path("in/raw/c.ppm")].joined(separator: "\0") + "\0"
    let run = try Program.run(
      style + ["--files-from", "-", "-0", folder.path("out")], input: Data(list.utf8))
    #expect(run.status == 0, "\(run.errors)")
    #expect(folder.names("out") == ["a.ppm", "c.ppm"])
  }

  @Test func listInAFile() throws {
    // Relative paths are those of the working directory, which tests share.
    let up = FileManager.default.temporaryDirectory.path
    let relative = folder.path("in/raw/c.ppm").dropFirst(up.count + 1)
    try folder.write(Data("\(relative)\n\(folder.path("none.jpg"))\n".utf8), "list.txt")
    let run = try Program.run(
      style + ["--files-from", folder.path("list.txt"), folder.path("out")])
    #expect(run.status == 1)
    #expect(run.errors.contains("none.jpg: no such file"))
    #expect(run.lines == [folder.path("out/\(relative)")])
    #expect(try Program.run(style + ["--files-from", "/none", "out"]).status == 2)
    try folder.write(Data(), "list.txt")
    #expect(
      try Program.run(style + ["--files-from", folder.path("list.txt"), folder.path("out")]).status
        == 3)
  }

  @Test func patternsInQuotes() throws {
    let run = try Program.paint("--exclude", "b.*", folder.path("in/*.ppm"), folder.path("out"))
    #expect(run.status == 0)
    // What was named by a pattern was named; --exclude is for folders and lists.
    #expect(folder.names("out") == ["a.ppm", "b.ppm"])
    let scanned = try Program.paint("-r", "--exclude", "b.*", folder.path("in"), folder.path("o2"))
    #expect(scanned.status == 0)
    #expect(folder.names("o2") == ["a.ppm", "raw"])
  }

  @Test func whatNamesNothing() throws {
    let pattern = try Program.paint(folder.path("in/*.gif"), folder.path("out"))
    #expect(pattern.status == 5)
    #expect(pattern.errors.contains("in/*.gif: no such file or folder"))
    try folder.write(Data(), "list.txt")
    let list = try Program.paint("--files-from", folder.path("list.txt"), folder.path("out"))
    #expect(list.status == 3)
    #expect(list.errors == "stylize: error: found nothing to paint\n")
    #expect(!folder.names().contains("out"))
  }

  @Test func clashesAreFoundBeforeTheFirstPicture() throws {
    let run = try Program.paint(
      "-r", "--output-template", "{style}.{ext}", folder.path("in"), folder.path("out"))
    #expect(run.status == 5)
    #expect(run.errors.components(separatedBy: "would be painted to").count == 4)
    #expect(folder.names() == ["in"])
  }

  @Test func templatesMakeTrees() throws {
    let run = try Program.paint(
      "-r", "--output-template", "{style}/{dir}/{index:2}-{name}.png", folder.path("in"),
      folder.path("out"))
    #expect(run.status == 0)
    #expect(
      try Set(folder.contents("out").keys) == [
        "starry/01-a.png", "starry/02-b.png", "starry/raw/03-c.png",
      ])
  }
}
