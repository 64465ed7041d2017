import Foundation
import Testing

/// What others may have put into a folder: links, pipes, times, permissions.
@Suite struct StrangeFileTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.makePicture("in/a.ppm", width: 20, height: 16)
    try FileManager.default.createDirectory(
      atPath: folder.path("out"), withIntermediateDirectories: true)
    try folder.write(Data("a letter".utf8), "victim")
  }

  private func paint(_ options: String...) throws -> Program {
    try Program.limited(
      seconds: 30, Program.look + options + ["-f", "png", folder.path("in"), folder.path("out")])
  }

  enum Kept: String, CaseIterable {
    case symbolic, hard, pipe

    func put(_ folder: TemporaryFolder, _ name: String) {
      switch self {
      case .symbolic: symlink("../victim", folder.path(name))
      case .hard: link(folder.path("victim"), folder.path(name))
      case .pipe: mkfifo(folder.path(name), 0o600)
      }
    }
  }

  @Test(arguments: Kept.allCases) func journalsOfOthers(kind: Kept) throws {
    kind.put(folder, "out/.stylize.jsonl")
    let run = try paint()
    #expect(run.status == 2, "\(run.errors)")
    #expect(run.errors.contains("out/.stylize.jsonl: can't be read: found"), "\(run.errors)")
    #expect(try folder.data("victim") == Data("a letter".utf8))
    #expect(folder.names("out").isEmpty)
    #expect(try paint("--no-journal").status == 0)
  }

  @Test(arguments: Kept.allCases) func locksOfOthers(kind: Kept) throws {
    kind.put(folder, "out/.stylize.lock")
    let run = try Program.limited(
      seconds: 30, ["watch"] + Program.look + [folder.path("in"), folder.path("out")])
    #expect(run.status == 2, "\(run.errors)")
    #expect(run.errors.contains("out/.stylize.lock: can't be locked: found"), "\(run.errors)")
    #expect(try folder.data("victim") == Data("a letter".utf8))
  }

  @Test func pipesWhereFilesAreExpected() throws {
    mkfifo(folder.path("pipe"), 0o600)
    mkfifo(folder.path("in/pipe.jpg"), 0o600)
    let pipe = folder.path("pipe")
    let photo = [folder.path("in/a.ppm"), folder.path("a.png")]
    try FileManager.default.createDirectory(
      atPath: folder.path("styles/odd"), withIntermediateDirectories: true)
    mkfifo(folder.path("styles/odd/style.json"), 0o600)
    for arguments in [
      Program.look + ["--mask", pipe] + photo, Program.look + ["--config", pipe] + photo,
      Program.look + ["--journal", pipe] + photo,
      ["import", "--name", "x", "--styles-dir", folder.path("styles"), pipe],
      ["--style", "odd", "--styles-dir", folder.path("styles")] + photo,
      Program.look + [folder.path("in/pipe.jpg"), folder.path("p.png")],
    ] {
      let run = try Program.limited(seconds: 20, arguments)
      #expect(run.status != 0 && run.status != Program.hung, "\(arguments): \(run.status)")
      #expect(!run.errors.isEmpty)
    }
    // In a folder it is passed over.
    let run = try paint()
    #expect(run.status == 0, "\(run.errors)")
    #expect(folder.names("out") == ["a.png"])
  }

  /// A list may well be a pipe: `--files-from <(find …)`.
  @Test func aListFromAPipe() throws {
    mkfifo(folder.path("list"), 0o600)
    let (list, photo) = (folder.path("list"), folder.path("in/a.ppm"))
    DispatchQueue.global().async {
      FileHandle(forWritingAtPath: list)?.write(Data("\(photo)\n".utf8))
    }
    let run = try Program.limited(
      seconds: 30, Program.look + ["--files-from", list, "-f", "png", folder.path("out")])
    #expect(run.status == 0, "\(run.errors)")
    #expect(folder.names("out") == ["a.png"])
  }

  /// A writer that has gone before anybody reads is not waited for, even if it wrote nothing.
  @Test(arguments: ["true", "echo in/a.ppm"])
  func aListFromAShell(command: String) throws {
    let arguments = Program.look + ["--files-from", "/dev/fd/9", "-f", "png", "out"]
    let line = ([Program.executable.path] + arguments).map { "'\($0)'" }.joined(separator: " ")
    let shell = Process()
    shell.executableURL = URL(fileURLWithPath: "/bin/bash")
    shell.currentDirectoryURL = URL(fileURLWithPath: folder.path(""))
    shell.arguments = ["-c", "exec 9< <(\(command)); sleep 0.2; exec timeout -s KILL 30 \(line)"]
    shell.standardError = FileHandle.nullDevice
    try shell.run()
    shell.waitUntilExit()
    #expect(shell.terminationStatus != Program.hung)
    #expect(folder.names("out") == (command == "true" ? [] : ["in"]))
  }

  /// Nanoseconds since 1970 end in April 2262.
  @Test(arguments: [9_223_372_037, 253_402_300_799, -1, -9_223_372_038, 1 << 33, -(1 << 31)])
  func times(seconds: Int) throws {
    folder.setTime("in/a.ppm", seconds: seconds)
    for options in [[], ["--existing", "newer"], ["--output-template", "{date}/{name}.{ext}"]] {
      let run = try Program.limited(
        seconds: 30,
        Program.look + options + ["-f", "png", folder.path("in"), folder.path("out")])
      #expect(run.status == 0, "\(seconds) \(options): \(run.status) \(run.errors)")
    }
    // What has not changed is not painted again, however odd its time.
    let again = try paint()
    #expect(again.errors.contains("0 painted, 1 skipped"), "\(again.errors)")
    let program = try RunningProgram(
      ["watch"] + Program.look + ["-f", "png", folder.path("in"), folder.path("watched")],
      in: folder)
    #expect(program.wait(seconds: 30) { program.lines.count == 1 }, "\(program.errors)")
    #expect(program.stop() == 130)
  }

  @Test(arguments: [0o640, 0o600, 0o444] as [mode_t])
  func permissionsOfWhatIsReplaced(mode: mode_t) throws {
    try folder.write(Data("old".utf8), "out/a.png")
    chmod(folder.path("out/a.png"), mode)
    #expect(try paint("--existing", "overwrite").status == 0)
    #expect(try folder.data("out/a.png").count > 10)
    #expect(folder.mode("out/a.png") == mode)
  }

  @Test func whatIsNoFileIsNotReplaced() throws {
    mkfifo(folder.path("out/a.png"), 0o600)
    let run = try paint("--existing", "overwrite")
    #expect(run.status == 5, "\(run.errors)")
    #expect(run.errors.contains("found a pipe, which isn't replaced by a file"))
    #expect(folder.mode("out/a.png") == 0o600)
  }

  @Test func unfinishedFilesOfKilledProcesses() throws {
    try folder.write(Data("half".utf8), "out/.stylize-1a2b.tmp")
    #expect(try paint().status == 0)
    #expect(folder.names("out") == ["a.png"])
  }
}
