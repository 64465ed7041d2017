import Foundation
import Reference
import Testing

/// A batch that is stopped at any moment goes on as if it had not been.
@Suite struct StoppingTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func arguments(_ output: String) -> [String] {
    [
      "--style", "starry", "--styles-dir", Program.styles, "--format", "png", "--threads", "1",
      folder.path("in"), folder.path(output),
    ]
  }

  /// Kills the program again and again until it ends by itself; the folder and the journal are then
  /// those of an undisturbed run.
  private func killAndGoOn(pictures: Int, kills: Int) throws {
    for index in 0..<pictures {
      try folder.makePicture("in/\(index).ppm", width: 8 + index % 13, height: 8 + index % 7)
    }
    let start = ContinuousClock.now
    #expect(try Program.run(arguments("whole")).status == 0)
    let undisturbed = ContinuousClock.now - start
    var random = SeededGenerator(seed: testSeed())
    for _ in 0..<kills {
      let process = try Program.start(arguments("killed"))
      let most = Int(undisturbed / .milliseconds(1)) * 2 / kills
      Thread.sleep(
        forTimeInterval: Double(Int.random(in: 10...max(most, 20), using: &random)) / 1000)
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
    }
    let last = try Program.run(arguments("killed"))
    #expect(last.status == 0)
    #expect(try folder.contents("killed") == folder.contents("whole"))
    try expectCompleteJournal("killed/.stylize.jsonl", pictures: pictures)
    #expect(try Program.run(arguments("killed")).lines.isEmpty)
  }

  private struct Line: Decodable {
    var event: String
    var output: String
  }

  /// Every painting has begun, and all but those that a kill caught between file and line are finished.
  private func expectCompleteJournal(_ name: String, pictures: Int) throws {
    let lines = try folder.data(name).split(separator: UInt8(ascii: "\n"))
      .compactMap { try? JSONDecoder().decode(Line.self, from: Data($0)) }
    #expect(Set(lines.filter { $0.event == "began" }.map(\.output)).count == pictures)
    #expect(Set(lines.filter { $0.event == "finished" }.map(\.output)).count == pictures)
    #expect(!lines.contains { $0.event == "failed" })
  }

  @Test func killedAndStartedAgain() throws {
    try killAndGoOn(pictures: 40, kills: 6)
  }

  @Test(.enabled(if: Soak.isOn)) func killedTwentyTimesInAThousand() throws {
    try killAndGoOn(pictures: 1000, kills: 20)
  }

  @Test(arguments: [SIGINT, SIGTERM]) func firstSignalStopsCleanly(signal: Int32) throws {
    for index in 0..<60 { try folder.makePicture("in/\(index).ppm", width: 64, height: 64) }
    let process = Program.prepared(arguments("out"))
    let (out, err) = (Pipe(), Pipe())
    (process.standardOutput, process.standardError) = (out, err)
    process.standardInput = FileHandle.nullDevice
    try process.run()
    // The first result tells that it is at work.
    let first = out.fileHandleForReading.availableData
    #expect(!first.isEmpty)
    kill(process.processIdentifier, signal)
    let said = String(decoding: err.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    _ = out.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(process.terminationReason == .exit)
    #expect(process.terminationStatus == 130)
    #expect(said.contains("the same command goes on with what is left"))
    let done = folder.names("out")
    #expect(!done.isEmpty && done.allSatisfy { $0.hasSuffix(".png") })
    let rest = try Program.run(arguments("out"))
    #expect(rest.status == 0)
    #expect(rest.lines.count == 60 - done.count)
  }

  @Test func secondSignalEndsAtOnce() throws {
    try folder.makePicture("in/large.ppm", width: 3000, height: 3000)
    let process = try Program.start(arguments("out"))
    Thread.sleep(forTimeInterval: 1)
    kill(process.processIdentifier, SIGINT)
    Thread.sleep(forTimeInterval: 0.1)
    kill(process.processIdentifier, SIGINT)
    process.waitUntilExit()
    #expect(process.terminationStatus == 130)
    #expect(folder.names("out").isEmpty)
  }

  @Test func timeLimitStopsCleanly() throws {
    for index in 0..<400 { try folder.makePicture("in/\(index).ppm", width: 64, height: 64) }
    let run = try Program.run(["--time-limit", "1s"] + arguments("out"))
    #expect(run.status == 130)
    #expect(run.errors.contains("the same command goes on with what is left"))
    #expect(folder.names("out").count == run.lines.count)
    #expect(run.lines.count < 400)
  }

  /// What a killed process may leave where files can't be written without a name.
  @Test func unfinishedOutputsAreTakenAway() throws {
    try folder.makePicture("in/a.ppm")
    try folder.makePicture("out/.stylize-left.tmp")
    #expect(try Program.run(arguments("out")).status == 0)
    #expect(folder.names("out") == ["a.png"])
  }

  @Test func aFileThatIsBeingWrittenIsNot() throws {
    try folder.makePicture("in/a.ppm")
    try folder.makePicture("out/.stylize-busy.tmp")
    let descriptor = open(folder.path("out/.stylize-busy.tmp"), O_RDONLY)
    defer { close(descriptor) }
    #expect(flock(descriptor, LOCK_EX) == 0)
    #expect(try Program.run(arguments("out")).status == 0)
    #expect(folder.names("out") == [".stylize-busy.tmp", "a.png"])
  }
}

/// Proofs that take long run only when they are asked for: `make soak`.
enum Soak {
  static let isOn = ProcessInfo.processInfo.environment["STYLIZE_SOAK"] != nil
}
