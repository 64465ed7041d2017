import Foundation
import Testing

/// A folder that is watched.
@Suite struct WatchTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try FileManager.default.createDirectory(
      atPath: folder.path("in"), withIntermediateDirectories: true)
  }

  /// Starts a watcher and waits until it watches.
  func watch(
    _ options: String..., style: String = "starry", styles: String = Program.styles,
    output: String = "out"
  ) throws -> RunningProgram {
    let program = try RunningProgram(
      ["watch", "--style", style, "--styles-dir", styles, "-f", "png"] + options
        + [folder.path("in"), folder.path(output)], in: folder)
    #expect(program.wait { program.errors.contains("watching ") }, "\(program.errors)")
    return program
  }

  func exists(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: folder.path(name))
  }

  /// Waits until so many paintings were told of.
  func expect(_ count: Int, from program: RunningProgram) {
    #expect(program.wait { program.lines.count >= count }, "\(program.lines) \(program.errors)")
    #expect(program.lines.count == count)
  }

  @Test(arguments: [[], ["--poll", "0.2s"]])
  func whatIsThereAndWhatComes(options: [String]) throws {
    try folder.makePicture("in/before.ppm")
    try folder.makePicture("in/folder/before.ppm")
    let program = try RunningProgram(
      ["watch", "--style", "starry", "--styles-dir", Program.styles, "-f", "png", "-r"] + options
        + [folder.path("in"), folder.path("out")], in: folder)
    expect(2, from: program)
    try folder.makePicture("in/after.ppm")
    try folder.makePicture("in/new/deep/after.ppm")
    try folder.makePicture("elsewhere/moved.ppm")
    try FileManager.default.moveItem(
      atPath: folder.path("elsewhere"), toPath: folder.path("in/elsewhere"))
    try folder.write(Data("no picture".utf8), "in/notes.txt")
    expect(5, from: program)
    try FileManager.default.moveItem(
      atPath: folder.path("in/after.ppm"), toPath: folder.path("in/new/renamed.ppm"))
    try FileManager.default.removeItem(atPath: folder.path("in/before.ppm"))
    expect(6, from: program)
    #expect(program.stop() == 130)
    #expect(
      try folder.contents("out").keys.filter { $0.hasSuffix(".png") }.sorted() == [
        "after.png", "before.png", "elsewhere/moved.png", "folder/before.png",
        "new/deep/after.png", "new/renamed.png",
      ])
    // What was painted while it was watched is what paint would have painted.
    let again = try Program.paint("-r", "-f", "png", folder.path("in"), folder.path("out"))
    #expect(again.status == 0)
    #expect(again.lines.isEmpty)
  }

  @Test func aPictureThatIsBeingWrittenIsLeftAlone() throws {
    let program = try watch()
    try folder.makePicture("whole.ppm", width: 60, height: 60)
    let bytes = try folder.data("whole.ppm")
    _ = FileManager.default.createFile(atPath: folder.path("in/slow.ppm"), contents: nil)
    let file = try #require(FileHandle(forWritingAtPath: folder.path("in/slow.ppm")))
    for part in 0..<4 {
      try file.write(contentsOf: bytes[(part * bytes.count / 4)..<((part + 1) * bytes.count / 4)])
      Thread.sleep(forTimeInterval: 0.5)
    }
    #expect(program.lines.isEmpty)
    try file.close()
    let closed = Date()
    expect(1, from: program)
    // A quarter of a second of quiet, and a painting of no time.
    #expect(Date().timeIntervalSince(closed) < 3)
    #expect(!program.errors.contains("error"))
  }

  /// Nothing told that it was opened, and nothing in it changes for a while.
  @Test(arguments: ["--poll=0.2s", "--verbose"])
  func aPictureThatWasBeingWrittenBeforeIsLeftAlone(option: String) throws {
    try folder.makePicture("whole.ppm", width: 60, height: 60)
    let bytes = try folder.data("whole.ppm")
    let half = bytes.count / 2
    try folder.write(Data(), "in/slow.ppm")
    let file = try #require(FileHandle(forWritingAtPath: folder.path("in/slow.ppm")))
    try file.write(contentsOf: bytes[..<half])
    try FileManager.default.setAttributes(
      [.modificationDate: Date().addingTimeInterval(-60)], ofItemAtPath: folder.path("in/slow.ppm"))
    let program = try watch(option)
    Thread.sleep(forTimeInterval: 1.5)
    #expect(program.lines.isEmpty)
    try file.write(contentsOf: bytes[half...])
    try file.close()
    expect(1, from: program)
    #expect(!program.errors.contains("error"), "\(program.errors)")
  }

  @Test func aReplacedPictureIsPaintedAgain() throws {
    try folder.makePicture("in/a.ppm")
    let program = try watch()
    expect(1, from: program)
    let before = try folder.data("out/a.png")
    try folder.makePicture("other.ppm", width: 50, height: 20)
    #expect(rename(folder.path("other.ppm"), folder.path("in/a.ppm")) == 0)
    expect(2, from: program)
    #expect(try folder.data("out/a.png") != before)
    // Closed after writing, but nothing has changed.
    let same = try folder.data("in/a.ppm")
    try folder.write(same, "in/a.ppm")
    Thread.sleep(forTimeInterval: 1)
    #expect(program.lines.count == 2)
  }

  @Test func movesWhatIsDoneAndWhatFailed() throws {
    let program = try watch(
      "-r", "--after", "move:\(folder.path("in/done"))", "--failed", folder.path("in/failed"))
    try folder.makePicture("in/b/a.ppm")
    try folder.write(Data("hello".utf8), "in/words.jpg")
    #expect(program.wait { exists("in/done/b/a.ppm") && exists("in/failed/words.jpg.reason.txt") })
    #expect(folder.names("in") == ["b", "done", "failed"])
    #expect(folder.names("in/failed") == ["words.jpg", "words.jpg.reason.txt"])
    let reason = String(
      decoding: try folder.data("in/failed/words.jpg.reason.txt"), as: UTF8.self)
    #expect(reason.contains("in/words.jpg: found text, expected a picture"))
    #expect(reason.contains("code: notAPicture"))
    // Another one of that name, and no overwriting among what is done.
    try folder.makePicture("in/b/a.ppm", width: 20, height: 30)
    #expect(program.wait { exists("in/done/b/a-2.ppm") })
    Thread.sleep(forTimeInterval: 1)
    #expect(program.lines.count == 2)
    #expect(folder.names("in/done/b") == ["a-2.ppm", "a.ppm"])
    #expect(program.stop() == 130)
  }

  @Test func deletesWhatIsDone() throws {
    try folder.makePicture("in/a.ppm")
    let program = try watch("--after", "delete")
    #expect(program.wait { folder.names("in").isEmpty })
    #expect(folder.names("out") == [".stylize.lock", "a.png"])
    #expect(program.stop() == 130)
    // Killed between the painting and what comes after it: the journal knows.
    try folder.makePicture("in/a.ppm")
    let second = try watch("--after", "delete")
    #expect(second.wait { folder.names("in").isEmpty })
    #expect(second.lines.isEmpty)
  }

  @Test func paintingsAmongPhotographsAreNotPainted() throws {
    let program = try RunningProgram(
      [
        "watch", "--style", "starry", "--styles-dir", Program.styles, "-r", "--output-template",
        "{dir}/{name}-{style}.{ext}", folder.path("in"), folder.path("in"),
      ], in: folder)
    try folder.makePicture("in/a.ppm")
    try folder.makePicture("in/b/c.ppm")
    #expect(program.wait { program.lines.count == 2 })
    Thread.sleep(forTimeInterval: 1.5)
    #expect(program.lines.count == 2)
    #expect(program.stop() == 130)
    let refused = try Program.run(
      "watch", "--style", "starry", "--styles-dir", Program.styles, "--no-journal",
      folder.path("in"), folder.path("in"))
    #expect(refused.status == 2)
    #expect(refused.errors.contains("can't be told apart"))
  }

  @Test func oneWatcherForAnOutput() throws {
    let first = try watch()
    let second = try Program.run(
      "watch", "--style", "starry", "--styles-dir", Program.styles, folder.path("in"),
      folder.path("out"))
    #expect(second.status == 2)
    #expect(second.errors.contains("another program paints into this folder: process "))
    #expect(second.errors.contains("process \(first.process.processIdentifier) on "))
    first.kill(SIGKILL)
    // Its name still stands in the file, but nobody holds the lock.
    #expect(try !folder.data("out/.stylize.lock").isEmpty)
    #expect(try watch().stop() == 130)
    #expect(try folder.data("out/.stylize.lock").isEmpty)
  }

  @Test func aStyleThatChangesIsLoadedAnew() throws {
    let own = folder.path("styles")
    try FileManager.default.createDirectory(atPath: own, withIntermediateDirectories: true)
    for pack in ["starry", "trunk", "photo"] {
      try FileManager.default.copyItem(
        atPath: "\(Program.styles)/\(pack)", toPath: "\(own)/\(pack)")
    }
    try folder.makePicture("in/a.ppm")
    let program = try watch(styles: own)
    expect(1, from: program)
    let before = try folder.data("out/a.png")
    // A broken pack is no reason to stop.
    let facts = try folder.data("styles/starry/style.json")
    try folder.write(Data("{".utf8), "styles/starry/style.json")
    #expect(program.wait { program.errors.contains("can't be loaded; keeping the old one") })
    try folder.makePicture("in/b.ppm", width: 30, height: 30)
    expect(2, from: program)
    let vectors = "\(own)/starry/vectors.safetensors"
    try FileManager.default.removeItem(atPath: vectors)
    try FileManager.default.copyItem(
      atPath: "\(Program.styles)/wave/vectors.safetensors", toPath: vectors)
    try folder.write(facts, "styles/starry/style.json")
    #expect(program.wait { program.errors.contains("was reloaded") }, "\(program.errors)")
    // As paint does when the style has changed.
    expect(4, from: program)
    #expect(try folder.data("out/a.png") != before)
  }

  @Test func aFolderThatGoesAndComesBack() throws {
    let program = try watch()
    try FileManager.default.removeItem(atPath: folder.path("in"))
    #expect(program.wait { program.errors.contains("has disappeared; waiting for it") })
    try folder.makePicture("in/a.ppm")
    expect(1, from: program)
    try folder.makePicture("in/b.ppm")
    expect(2, from: program)
  }

  /// A disk that is plugged in again, or a share that is mounted late.
  @Test(.enabled(if: Mounting.isAllowed, "needs the rights to mount a file system"))
  func aFolderThatIsMountedOver() throws {
    func run(_ program: String, _ arguments: String...) throws -> Bool {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: program)
      process.arguments = arguments
      process.standardError = FileHandle.nullDevice
      try process.run()
      process.waitUntilExit()
      return process.terminationStatus == 0
    }
    let program = try watch()
    try #require(try run("/bin/mount", "-t", "tmpfs", "none", folder.path("in")))
    defer { _ = try? run("/bin/umount", "-l", folder.path("in")) }
    #expect(program.wait { program.errors.contains("is back") })
    try folder.makePicture("in/a.ppm")
    expect(1, from: program)
  }

  /// How many events the system keeps for a program that does not ask for them.
  private static let mostEvents =
    (try? String(
      contentsOfFile: "/proc/sys/fs/inotify/max_queued_events", encoding: .utf8)).flatMap {
      Int($0.trimmingCharacters(in: .whitespacesAndNewlines))
    }

  @Test(.enabled(if: (mostEvents ?? .max) <= 100_000, "needs a system that keeps few events"))
  func moreEventsThanTheSystemKeeps() throws {
    let limit = try #require(Self.mostEvents)
    let program = try watch()
    program.signal(SIGSTOP)
    Thread.sleep(forTimeInterval: 0.2)
    // Alike events that follow each other would be told as one.
    let files = ["a.txt", "b.txt"].map { open(folder.path("in/\($0)"), O_WRONLY | O_CREAT, 0o644) }
    for index in 0...(2 * limit) { _ = pwrite(files[index % 2], [UInt8(1)], 1, 0) }
    for file in files { close(file) }
    for index in 0..<5 { try folder.makePicture("in/\(index).ppm") }
    program.signal(SIGCONT)
    expect(5, from: program)
    #expect(program.errors.contains("checking everything again"))
  }
}
