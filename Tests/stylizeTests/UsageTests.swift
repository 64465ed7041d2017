import Foundation
import Testing

/// What a person reads who is new to the program, or mistypes.
@Suite struct UsageTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// What is said about a command line that makes no sense; styles are found as when installed.
  private func answer(_ arguments: String...) throws -> String {
    let data = folder.path("data/stylize")
    if !FileManager.default.fileExists(atPath: data) {
      try FileManager.default.createDirectory(atPath: data, withIntermediateDirectories: true)
      try FileManager.default.createSymbolicLink(
        atPath: data + "/styles", withDestinationPath: Program.styles)
    }
    let run = try Program.run(arguments, environment: ["XDG_DATA_HOME": folder.path("data")])
    #expect(run.status == 2)
    #expect(run.output.isEmpty)
    return run.errors
  }

  @Test func nothingTyped() throws {
    let text = try answer()
    #expect(text.contains("stylize --style starry photo.jpg painting.jpg"))
    #expect(text.contains("stylize styles"))
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count < 15 && lines.allSatisfy { $0.count <= 60 })
  }

  @Test func noStyle() throws {
    let text = try answer("photo.jpg", "my out.jpg")
    #expect(text.hasPrefix("stylize: error: no style was named"))
    #expect(text.contains("scream, self-portrait, starry"))
    #expect(text.contains("For example: stylize --style starry photo.jpg 'my out.jpg'"))
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
    #expect(try answer("watch", "in", "out").contains("stylize watch --style starry in out"))
    #expect(try answer("plan", "a.jpg").contains("stylize plan --style starry a.jpg"))
    #expect(try answer("--strength", "0.5", "a.jpg", "b.jpg").contains("--strength 0.5 a.jpg"))
    // No terminal gets what it takes for commands.
    #expect(try !answer("a\u{1B}[31m.jpg", "b.jpg").contains("\u{1B}"))
  }

  @Test(arguments: [
    (["sytles"], "'sytles'; did you mean 'styles'?"),
    (["wacth", "--style", "starry", "in", "out"], "did you mean 'watch'?"),
    (["sheets", "a.jpg", "b.png"], "did you mean 'sheet'?"),
    (["help", "nothing"], "there is no command 'nothing'"),
    (["help", "sytles"], "did you mean 'styles'?"),
  ])
  func unknownCommands(arguments: [String], expected: String) throws {
    let run = try Program.run(arguments)
    #expect(run.status == 2)
    #expect(run.output.isEmpty)
    #expect(run.errors.contains(expected), "\(run.errors)")
  }

  @Test func aFileIsNoMisspeltCommand() throws {
    try folder.makePicture("sytles")
    let process = Program.prepared([
      "sytles", "out.png", "--style", "starry", "--styles-dir", Program.styles,
    ])
    process.currentDirectoryURL = folder.url
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    #expect(folder.names() == ["out.png", "sytles"])
  }

  @Test(arguments: [
    (["--styl", "starry", "a.jpg", "b.jpg"], "'--styl'; did you mean '--style'?"),
    (["-style", "starry", "a.jpg", "b.jpg"], "did you mean '--style'"),
    (["--stylesdir", "x"], "did you mean '--styles-dir'?"),
    (["styles", "--jsn"], "did you mean '--json'?"),
    (["watch", "--recursiv", "-s", "starry", "in", "out"], "did you mean '--recursive'?"),
    (["devices", "--style", "starry"], "'stylize help devices' lists all options."),
  ])
  func unknownOptions(arguments: [String], expected: String) throws {
    let run = try Program.run(arguments)
    #expect(run.status == 2)
    #expect(run.errors.contains(expected), "\(run.errors)")
  }

  @Test(arguments: ["sheet", "gallery", "import", "export", "paint -s starry", "watch -s starry"])
  func missingArguments(command: String) throws {
    let words = command.split(separator: " ").map(String.init)
    let run = try Program.run(words)
    #expect(run.status == 2)
    #expect(run.errors.contains(" missing\n"), "\(run.errors)")
    #expect(run.errors.contains("For example: stylize "))
    #expect(!run.errors.contains("Missing expected"))
  }

  @Test(arguments: [([], "the input and the output are"), (["a.jpg"], "the output is")])
  func missingPaths(paths: [String], expected: String) throws {
    let text = try answer("--style", "starry", paths.first ?? "--strip")
    #expect(text.contains("\(expected) missing\n"), "\(text)")
    #expect(text.contains("For example: stylize --style starry photo.jpg painting.jpg"))
  }

  @Test(arguments: [
    ("stary", "did you mean 'starry'?"), ("self", "did you mean 'self-portrait'"),
    ("quixotic", "'stylize styles' lists those there are"),
  ])
  func unknownStyles(name: String, expected: String) throws {
    let text = try answer("--style", name, "a.jpg", "b.jpg")
    #expect(text.contains("there is no style '\(name)'"))
    #expect(text.contains(expected), "\(text)")
  }
}
