import Foundation
import Testing

/// An output folder that is deleted while it is watched for takes lock and journal with it.
@Suite struct LostFolderTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.makePicture("in/a.ppm", width: 20, height: 16)
  }

  private var arguments: [String] {
    ["watch"] + Program.look + ["-f", "png", folder.path("in"), folder.path("out")]
  }

  private func exists(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: folder.path(name))
  }

  @Test func lockAndJournalAreTakenAgain() throws {
    let program = try RunningProgram(arguments, in: folder)
    #expect(program.wait(seconds: 30) { program.lines.count == 1 }, "\(program.errors)")
    try FileManager.default.removeItem(atPath: folder.path("out"))
    #expect(program.wait(seconds: 10) { exists("out/.stylize.lock") })
    let second = try Program.limited(seconds: 20, arguments)
    #expect(second.status == 2)
    #expect(second.errors.contains("another program paints into this folder"), "\(second.errors)")
    try folder.makePicture("in/b.ppm", width: 20, height: 16)
    #expect(program.wait(seconds: 30) { program.lines.count == 2 }, "\(program.errors)")
    #expect(program.wait(seconds: 10) { exists("out/.stylize.jsonl") })
    #expect(program.stop() == 130)
    let again = try Program.paint("-f", "png", folder.path("in"), folder.path("out"))
    #expect(
      again.errors.contains("painted 1 picture ") && again.errors.contains("1 skipped"),
      "\(again.errors)")
  }

  @Test func onlyTheLockIsDeleted() throws {
    let program = try RunningProgram(arguments, in: folder)
    #expect(program.wait(seconds: 30) { program.lines.count == 1 }, "\(program.errors)")
    try FileManager.default.removeItem(atPath: folder.path("out/.stylize.lock"))
    #expect(program.wait(seconds: 10) { exists("out/.stylize.lock") })
    let second = try Program.limited(seconds: 20, arguments)
    #expect(second.errors.contains("another program paints into this folder"), "\(second.errors)")
    #expect(program.stop() == 130)
  }

  /// Somebody else was faster: then this one ends.
  @Test func anotherTakesTheFolder() throws {
    let program = try RunningProgram(arguments, in: folder)
    #expect(program.wait(seconds: 30) { program.lines.count == 1 }, "\(program.errors)")
    try FileManager.default.createDirectory(
      atPath: folder.path("new"), withIntermediateDirectories: true)
    let lock = open(folder.path("new/.stylize.lock"), O_RDWR | O_CREAT, 0o644)
    defer { close(lock) }
    #expect(flock(lock, LOCK_EX) == 0)
    // In one step, so that the watcher never finds nobody there.
    #expect(rename(folder.path("new/.stylize.lock"), folder.path("out/.stylize.lock")) == 0)
    #expect(program.wait(seconds: 20) { !program.process.isRunning }, "\(program.errors)")
    #expect(program.errors.contains("another program paints into this folder"))
  }
}
