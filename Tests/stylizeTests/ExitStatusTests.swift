import Foundation
import Testing

/// What the program tells the shell, case by case as the README has it.
@Suite struct ExitStatusTests {
  let folder: TemporaryFolder
  private let style = ["--style", "starry", "--styles-dir", Program.styles]

  init() throws {
    folder = try TemporaryFolder()
    for name in ["in/a.ppm", "in/b.ppm"] { try folder.makePicture(name, width: 20, height: 16) }
  }

  private func run(_ arguments: String...) throws -> Program { try Program.run(style + arguments) }

  @Test func whatNoFormatHoldsIsUsage() throws {
    let single = try run("--bit-depth", "16", folder.path("in/a.ppm"), folder.path("o.jpg"))
    #expect(single.status == 2)
    #expect(single.errors.contains(".jpg holds 8 bits per channel"))
    let all = try run(
      "--bit-depth", "16", "--format", "jpg", folder.path("in"), folder.path("out"))
    #expect(all.status == 2)
    let watch = try Program.run(
      ["watch"] + style + [
        "--bit-depth", "16", "--format", "jpg", folder.path("in"), folder.path("out"),
      ])
    #expect(watch.status == 2)
    let sheet = try Program.run([
      "sheet", "--styles-dir", Program.styles, "--bit-depth", "16", folder.path("in/a.ppm"),
      folder.path("sheet.jpg"),
    ])
    #expect(sheet.status == 2)
    #expect(folder.names() == ["in"])
  }

  @Test(arguments: ["../{name}.png", "{dir}/../../{name}.png", "{name}/", "a/../../{name}.png"])
  func aTemplateThatLeadsOutIsUsage(template: String) throws {
    let run = try run("--output-template", template, folder.path("in"), folder.path("out"))
    #expect(run.status == 2)
    #expect(run.errors.contains("output template"))
    #expect(folder.names() == ["in"])
  }

  private func shell(_ command: String) throws -> Program {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = ["-c", command]
    process.environment = Program.prepared([]).environment
    process.environment?["STYLIZE"] = Program.executable.path
    process.environment?["OPTIONS"] = style.joined(separator: " ")
    process.currentDirectoryURL = folder.url
    let (out, err) = (Pipe(), Pipe())
    (process.standardOutput, process.standardError) = (out, err)
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let output = out.fileHandleForReading.readDataToEndOfFile()
    let errors = err.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Program(
      status: process.terminationStatus, output: output,
      errors: String(decoding: errors, as: UTF8.self))
  }

  @Test func resultsThatCannotBeWritten() throws {
    let paint = try shell("$STYLIZE $OPTIONS in out > /dev/full")
    #expect(paint.status == 1)
    #expect(paint.errors.contains("standard output: can't be written: No space left on device"))
    #expect(folder.names("out") == ["a.ppm", "b.ppm"])
    for command in [
      "$STYLIZE styles --styles-dir \(Program.styles)",
      "$STYLIZE styles --json --styles-dir \(Program.styles)",
      "$STYLIZE plan $OPTIONS in/a.ppm", "$STYLIZE devices", "$STYLIZE --version",
      "$STYLIZE --help", "$STYLIZE $OPTIONS --dry-run in other",
      "$STYLIZE $OPTIONS --json in json",
      "$STYLIZE export --styles-dir \(Program.styles) starry -",
    ] {
      let run = try shell("\(command) > /dev/full")
      #expect(run.status == 1, "\(command): \(run.errors)")
      #expect(run.errors.contains("standard output: can't be written"), "\(command)")
    }
    #expect(try shell("$STYLIZE $OPTIONS in/a.ppm - > /dev/full").status == 5)
  }

  @Test func aDeviceThatFailsWhilePlanning() throws {
    let named = try Program.run(
      ["plan"] + style + ["-g", "no such device", folder.path("in/a.ppm")])
    #expect(named.status == 4)
    let missing = try Program.run(["plan"] + style + [folder.path("none.ppm")])
    #expect(missing.status == 2)
  }

  @Test func foldersOfStylesThatAreNotThere() throws {
    for command in [[], ["plan"], ["styles"], ["sheet"], ["export"], ["watch"]] {
      let paths: [String] =
        switch command.first {
        case nil, "sheet": [folder.path("in/a.ppm"), folder.path("o.png")]
        case "plan": [folder.path("in/a.ppm")]
        case "export": ["starry", folder.path("o.onnx")]
        case "watch": [folder.path("in"), folder.path("out")]
        default: []
        }
      let look = [nil, "plan", "watch"].contains(command.first) ? ["--style", "starry"] : []
      let run = try Program.run(command + look + ["--styles-dir", folder.path("typo")] + paths)
      #expect(run.status == 2, "\(command)")
      #expect(run.errors.contains("--styles-dir: found nothing at \(folder.path("typo"))"))
    }
    let file = try Program.run(
      "--style", "starry", "--styles-dir", folder.path("in/a.ppm"), folder.path("in"), "o")
    #expect(file.errors.contains("--styles-dir: found a file at"))
  }

  @Test(arguments: ["version", "help", "generate-completion-script", "experimental-dump-help"])
  func whatActsAtOnceIsNoOptionOfAFile(key: String) throws {
    try folder.write(Data("style: starry\n\(key): true\n".utf8), "stylize.yaml")
    let run = try Program.run(
      "--config", folder.path("stylize.yaml"), folder.path("in"), folder.path("out"))
    #expect(run.status == 2)
    #expect(run.errors.contains(":2: found '\(key)', expected the name of a long option"))
    #expect(folder.names() == ["in", "stylize.yaml"])
  }

  @Test func noPictureGoesToATerminal() throws {
    // script(1) gives the program a terminal of its own.
    let log = folder.path("log")
    let command = "$STYLIZE $OPTIONS in/a.ppm -; echo status=$?"
    let paint = try shell("script -qec '\(command)' \(log) < /dev/null")
    #expect(String(decoding: paint.output, as: UTF8.self).contains("status=2"), "\(paint.errors)")
    let export = try shell(
      "script -qec '$STYLIZE export --styles-dir \(Program.styles) starry -; echo status=$?' \(log)"
        + " < /dev/null")
    let text = String(decoding: export.output, as: UTF8.self)
    #expect(text.contains("status=2") && text.contains("Found a terminal"), "\(text)")
  }

  @Test func streamsOfTheShell() throws {
    let direct = try shell("$STYLIZE $OPTIONS -f png in/a.ppm -")
    for command in [
      "$STYLIZE $OPTIONS -f png <(cat in/a.ppm) -", "$STYLIZE $OPTIONS -f png - - < in/a.ppm",
      "cat in/a.ppm | $STYLIZE $OPTIONS -f png /dev/stdin -",
    ] {
      let run = try shell(command)
      #expect(run.status == 0, "\(command): \(run.errors)")
      #expect(run.output == direct.output, "\(command)")
    }
    let file = try shell("$STYLIZE $OPTIONS <(cat in/a.ppm) o.png")
    #expect(file.status == 0, "\(file.errors)")
    #expect(try folder.data("o.png") == direct.output)
    let two = try shell("$STYLIZE $OPTIONS <(cat in/a.ppm) <(cat in/b.ppm) out")
    #expect(two.status == 0, "\(two.errors)")
    #expect(folder.names("out").count == 2)
    let list = try shell("$STYLIZE $OPTIONS --files-from <(ls in/*.ppm) listed")
    #expect(list.status == 0, "\(list.errors)")
    #expect(folder.names("listed/in") == ["a.ppm", "b.ppm"])
    let plan = try shell("$STYLIZE plan $OPTIONS - < in/a.ppm")
    #expect(plan.status == 0, "\(plan.errors)")
    #expect(String(decoding: plan.output, as: UTF8.self).contains("20×16"))
    let model = try shell("$STYLIZE export --styles-dir \(Program.styles) starry - > m.onnx")
    #expect(model.status == 0)
    #expect(try shell("$STYLIZE export --styles-dir \(Program.styles) starry n.onnx").status == 0)
    #expect(try folder.data("m.onnx") == folder.data("n.onnx"))
  }

  @Test func listsOfOtherSystems() throws {
    let names = ["in/a.ppm", "in/b.ppm"].map { folder.path($0) }
    try folder.write(Data("\u{FEFF}\(names[0])\r\n\r\n\(names[1])\r\n".utf8), "list.txt")
    let run = try run("--files-from", folder.path("list.txt"), folder.path("out"))
    #expect(run.status == 0, "\(run.errors)")
    #expect(folder.names("out") == ["a.ppm", "b.ppm"])
  }

  @Test func aQuestionDoesNotEndTheBatch() throws {
    for index in 0..<40 { try folder.makePicture("many/\(index).ppm", width: 200, height: 160) }
    let program = try RunningProgram(
      style + ["--threads", "1", folder.path("many"), folder.path("out")], in: folder)
    #expect(program.wait { program.lines.count > 2 })
    program.signal(SIGUSR1)
    #expect(program.wait { program.errors.contains(" failed of 40 in ") })
    program.process.waitUntilExit()
    #expect(program.process.terminationStatus == 0)
    #expect(folder.names("out").count == 40)
  }

  @Test func paintingsOfOtherRunsAreNoPhotographs() throws {
    #expect(try run("-r", folder.path("in"), folder.path("in/out")).lines.count == 2)
    let second = try run("-r", folder.path("in"), folder.path("in/out2"))
    #expect(second.lines.count == 2, "\(second.lines)")
    #expect(folder.names("in/out2") == ["a.ppm", "b.ppm"])
    // Whoever names the paintings themselves wants them painted.
    #expect(try run(folder.path("in/out"), folder.path("third")).lines.count == 2)
  }
}
