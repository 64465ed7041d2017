import Foundation
import Testing

/// What a watcher says and is told.
extension WatchTests {
  @Test func saysHowFarItIs() throws {
    try folder.makePicture("in/a.ppm")
    let program = try RunningProgram(
      [
        "watch", "-q", "--style", "starry", "--styles-dir", Program.styles, folder.path("in"),
        folder.path("out"),
      ], in: folder)
    #expect(program.wait { folder.names("out").contains("a.ppm") })
    program.signal(SIGUSR1)
    #expect(program.wait { program.errors.contains(" painted, 0 failed, ") })
    #expect(program.process.isRunning)
  }

  @Test func finishesThePictureInWork() throws {
    try folder.makePicture("in/large.ppm", width: 1200, height: 900)
    try folder.makePicture("in/later.ppm", width: 1200, height: 900)
    let program = try RunningProgram(
      [
        "watch", "--style", "starry", "--styles-dir", Program.styles, "--threads", "1", "-j", "1",
        "--json", "--stroke-size", "1", folder.path("in"), folder.path("out"),
      ], in: folder)
    #expect(program.wait { program.output.contains(#""event":"started""#) })
    #expect(program.stop() == 130)
    #expect(program.output.contains(#""event":"finished""#))
    #expect(folder.names("out") == [".stylize.lock", "large.ppm"])
  }

  @Test func tellsProgramsWhatHappens() throws {
    let schema = try JSONSchema(
      contentsOf: Program.root.appendingPathComponent("Documentation/events.schema.json"))
    try folder.makePicture("in/a.ppm")
    try folder.write(Data("hello".utf8), "in/b.jpg")
    let program = try RunningProgram(
      [
        "watch", "--style", "starry", "--styles-dir", Program.styles, "--json", "--poll", "0.1",
        folder.path("in"), folder.path("out"),
      ], in: folder)
    #expect(program.wait { ["finished", "failed"].allSatisfy(program.output.contains) })
    program.signal(SIGUSR1)
    #expect(program.wait { program.output.contains("status") })
    #expect(program.stop() == 130)
    var events: [String] = []
    for line in program.lines {
      let value = try JSONSerialization.jsonObject(with: Data(line.utf8))
      #expect(throws: Never.self, "\(line)") { try schema.check(value) }
      events.append((value as? [String: Any])?["event"] as? String ?? "")
    }
    #expect(events.contains("watching") && events.contains("status"))
    #expect(events.last == "summary")
  }

  @Test func requestsThatMakeNoSense() throws {
    func refusal(_ arguments: String...) throws -> String {
      let run = try Program.run(
        ["watch", "--style", "starry", "--styles-dir", Program.styles] + arguments)
      #expect(run.status == 2)
      return run.errors
    }
    #expect(
      try refusal(folder.path("none"), folder.path("out")).contains(
        "none: is not a folder; expected"))
    #expect(
      try refusal("--output-template", "{index}.{ext}", folder.path("in"), folder.path("out"))
        .contains("no first picture to count from"))
    #expect(
      try refusal("--failed", folder.path("in"), folder.path("in"), folder.path("out"))
        .contains("is the folder being watched"))
    #expect(try refusal("--after", "burn", folder.path("in"), "out").contains("--after"))
  }
}
