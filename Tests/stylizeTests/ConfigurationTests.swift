import Foundation
import Testing

/// Options from a file.
@Suite struct ConfigurationTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.makePicture("in/a.ppm")
    try folder.makePicture("in/b/c.ppm")
  }

  private func write(_ text: String) throws { try folder.write(Data(text.utf8), "stylize.yaml") }

  private func run(_ arguments: String...) throws -> Program {
    try Program.run(arguments + ["--config", folder.path("stylize.yaml")])
  }

  private func paint(_ arguments: String...) throws -> Program {
    try Program.run(
      ["--config", folder.path("stylize.yaml")] + arguments
        + [folder.path("in"), folder.path("out")])
  }

  @Test func keysAreLongOptions() throws {
    try write(
      """
      style: starry
      styles-dir: [\(folder.path("in")), \(Program.styles)]
      recursive: yes
      format: png
      strip: false
      poll: 3s
      """)
    let run = try paint()
    #expect(run.status == 0, "\(run.errors)")
    #expect(try folder.contents("out").keys.sorted() == ["a.png", "b/c.png"])
  }

  @Test func theCommandLineWins() throws {
    try write(
      """
      style: no-such-style
      styles-dir: \(Program.styles)
      format: tif
      journal: \(folder.path("notes.jsonl"))
      include: ['*.jpg']
      """)
    let run = try paint("-s", "starry", "--format=png", "--no-journal", "--include", "a.*")
    #expect(run.status == 0, "\(run.errors)")
    #expect(folder.names("out") == ["a.png"])
    #expect(!FileManager.default.fileExists(atPath: folder.path("notes.jsonl")))
  }

  @Test func presets() throws {
    try write(
      """
      styles-dir: \(Program.styles)
      format: tif
      presets:
        small:
          style: wave
          format: png
        other:
          style: scream
      """)
    #expect(try paint("--preset", "small").status == 0)
    #expect(folder.names("out") == ["a.png"])
    let journal = String(decoding: try folder.data("out/.stylize.jsonl"), as: UTF8.self)
    #expect(journal.contains(#""style":"wave""#))
    let unknown = try paint("--preset=large")
    #expect(unknown.status == 2)
    #expect(unknown.errors.contains("found no preset 'large'; there are other, small"))
  }

  @Test(arguments: [
    (
      "style: starry\nsytle: wave\n",
      ":2: found 'sytle', expected the name of a long option, such as 'style'"
    ),
    ("presets:\n  a:\n    config: x\n", ":3: found 'config', expected the name of a long option"),
    ("style: [a, b]\n", ":1: 'style' is a list, expected one value"),
    ("recursive: perhaps\nstyle: starry\n", ":1: 'recursive' is 'perhaps', expected true or false"),
    ("\nmask:\n", "'mask' is empty, expected a value"),
    ("style: {a: b}\n", "'style' is a mapping or a list, expected a value"),
    ("style: a\nstyle: b\n", "found 'style' twice"),
    ("style: 'a\n", ": "), ("- a\n", "is no mapping, expected lines"),
  ])
  func mistakesAreNamed(text: String, message: String) throws {
    try write(text)
    let run = try paint()
    #expect(run.status == 2)
    #expect(run.errors.contains("stylize.yaml:"), "\(run.errors)")
    #expect(run.errors.contains(message), "\(run.errors)")
    #expect(folder.names("out").isEmpty)
  }

  @Test func grainIsAnOptionToo() throws {
    try write("style: starry\nstyles-dir: \(Program.styles)\ngrain: 0.5\n")
    #expect(try paint().status == 0)
    try write("style: starry\nstyles-dir: \(Program.styles)\ngrain: 3\n")
    let run = try paint()
    #expect(run.status == 2)
    #expect(run.errors.contains("expected 0 to 2 of grain."), "\(run.errors)")
  }

  @Test(arguments: ["holiday", "scans"]) func theSampleIsGood(preset: String) throws {
    let sample = Program.root.appendingPathComponent("Samples/service/stylize.yaml").path
    let run = try Program.run(
      "--config", sample, "--preset", preset, "--styles-dir", Program.styles, "-n",
      folder.path("in"), folder.path("out"))
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.lines.count == (preset == "holiday" ? 2 : 1))
  }

  /// Sheets, galleries, plans and lists of styles take from the file what has a meaning for them.
  @Test func otherCommandsReadItToo() throws {
    try write(
      """
      style: wave
      styles-dir: \(Program.styles)
      size: 40
      styles: [wave, starry]
      existing: newer
      output-template: '{name}.{ext}'
      format: png
      memory: 3G
      json: true
      presets:
        wide:
          size: 64
      """)
    try folder.makePicture("large.ppm", width: 120, height: 90)
    let photo = folder.path("large.ppm")
    let sheet = try run("sheet", photo, folder.path("sheet.ppm"))
    #expect(sheet.status == 0, "\(sheet.errors)")
    let wide = try run("sheet", "--preset", "wide", photo, folder.path("wide.ppm"))
    #expect(wide.status == 0, "\(wide.errors)")
    #expect(try folder.data("wide.ppm").count > folder.data("sheet.ppm").count)
    let plan = try run("plan", photo)
    #expect(plan.status == 0, "\(plan.errors)")
    let facts = try JSONSerialization.jsonObject(with: plan.output) as? [String: Any]
    #expect(facts?["memoryBytes"] as? Int == 3_000_000_000)
    let styles = try run("styles")
    #expect(styles.status == 0 && styles.lines.first == "[", "\(styles.errors)")
    let gallery = try run("gallery", folder.path("in"), folder.path("gallery"))
    #expect(gallery.status == 0, "\(gallery.errors)")
    #expect(folder.names("gallery/a").contains("wave.jpg"))
  }

  @Test func missingFiles() throws {
    let run = try run("styles")
    #expect(run.status == 2)
    let missing = try paint("--style", "starry")
    #expect(missing.status == 2)
    #expect(missing.errors.contains("stylize.yaml: can't be read: No such file or directory"))
    let preset = try Program.run("--preset", "x", folder.path("in"), folder.path("out"))
    #expect(preset.errors.contains("found no file for the preset 'x'"))
  }

  @Test func theUsersOwnFileIsFound() throws {
    try FileManager.default.createDirectory(
      atPath: folder.path("config/stylize"), withIntermediateDirectories: true)
    try folder.write(
      Data("style: starry\nstyles-dir: \(Program.styles)\n".utf8), "config/stylize/stylize.yaml")
    let program = try RunningProgram(
      [folder.path("in"), folder.path("out")], in: folder,
      environment: ["XDG_CONFIG_HOME": folder.path("config")])
    program.process.waitUntilExit()
    #expect(program.process.terminationStatus == 0, "\(program.errors)")
    #expect(folder.names("out") == ["a.ppm"])
  }
}
