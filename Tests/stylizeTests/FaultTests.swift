import Foundation
import Testing

/// Every fault: one clear line on standard error, the right status, the rest of the batch done.
@Suite struct FaultTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.makePicture("in/good.ppm")
  }

  @Test func aBadPictureDoesNotStopTheBatch() throws {
    let whole = try folder.data("in/good.ppm")
    try whole.prefix(whole.count / 2).write(to: URL(fileURLWithPath: folder.path("in/cut.ppm")))
    try Data().write(to: URL(fileURLWithPath: folder.path("in/empty.jpg")))
    try Data("hello".utf8).write(to: URL(fileURLWithPath: folder.path("in/words.png")))
    try Data("P6 90000 90000 255\n".utf8)
      .write(to: URL(fileURLWithPath: folder.path("in/huge.ppm")))
    let run = try Program.paint(folder.path("in"), folder.path("out"))
    #expect(run.status == 1)
    #expect(folder.names("out") == ["good.ppm"])
    for name in ["cut.ppm", "empty.jpg", "words.png", "huge.ppm"] {
      let lines = run.errors.split(separator: "\n").filter { $0.contains("/in/\(name): ") }
      #expect(lines.count == 1, "\(name) in: \(run.errors)")
    }
    #expect(run.errors.contains("1 painted, 0 skipped, 4 failed"))
  }

  @Test func nothingToDo() throws {
    try FileManager.default.createDirectory(
      atPath: folder.path("bare"), withIntermediateDirectories: false)
    let run = try Program.paint(folder.path("bare"), folder.path("out"))
    #expect(run.status == 3)
    #expect(run.errors.contains("bare: found no pictures"))
    #expect(folder.names() == ["bare", "in"])
  }

  @Test func unknownStyle() throws {
    let run = try Program.paint(folder.path("in"), folder.path("out"), style: "stary")
    #expect(run.status == 2)
    #expect(run.errors.contains("no style 'stary'; did you mean 'starry'?"))
  }

  @Test func missingInput() throws {
    let run = try Program.paint(
      folder.path("none.jpg"), folder.path("in/good.ppm"), folder.path("out"))
    #expect(run.status == 1)
    #expect(run.errors.contains("none.jpg: no such file or folder"))
    #expect(folder.names("out") == ["good.ppm"])
  }

  @Test func inputIsOutput() throws {
    let before = try folder.data("in/good.ppm")
    let run = try Program.paint("--existing", "overwrite", folder.path("in"), folder.path("in"))
    #expect(run.status == 5)
    #expect(run.errors.contains("would be both photograph and painting"))
    #expect(try folder.data("in/good.ppm") == before)
  }

  @Test func twoInputsForOneOutput() throws {
    try folder.makePicture("other/good.ppm")
    try folder.makePicture("other/fine.ppm")
    let run = try Program.paint(folder.path("in"), folder.path("other"), folder.path("out"))
    #expect(run.status == 1)
    #expect(run.errors.contains("in/good.ppm: would be painted to"))
    #expect(run.errors.contains("other/good.ppm: would be painted to"))
    #expect(folder.names("out") == ["fine.ppm"])
  }

  @Test func outputThatCannotBeWritten() throws {
    let run = try Program.paint(folder.path("in/good.ppm"), "/proc/nowhere/out.png")
    #expect(run.status == 5)
    #expect(run.errors.contains("/proc/nowhere"))
  }

  @Test func severalInputsForAFile() throws {
    try folder.makePicture("other.ppm")
    let run = try Program.paint(
      folder.path("in/good.ppm"), folder.path("other.ppm"), folder.path("in/good.ppm"))
    #expect(run.status == 2)
    #expect(run.errors.contains("expected a folder for 2 inputs"))
  }

  @Test(arguments: [
    ["--tile", "-1", "a", "b"], ["--quality", "0", "a", "b"], ["--bit-depth", "12", "a", "b"],
    ["only-one"], ["--nonsense", "a", "b"], ["--strength", "2", "a.jpg", "b.png"],
    ["--format", "docx", "a.jpg", "b"],
  ])
  func usage(arguments: [String]) throws {
    let run = try Program.run(
      ["--style", "starry", "--styles-dir", Program.styles] + arguments)
    #expect(run.status == 2)
    #expect(run.output.isEmpty)
    #expect(!run.errors.isEmpty)
  }

  @Test func nothingIsLeftBehind() throws {
    let whole = try folder.data("in/good.ppm")
    try whole.prefix(whole.count / 2).write(to: URL(fileURLWithPath: folder.path("in/cut.ppm")))
    _ = try Program.paint(folder.path("in"), folder.path("out"))
    #expect(folder.names("out") == ["good.ppm"])
  }
}
