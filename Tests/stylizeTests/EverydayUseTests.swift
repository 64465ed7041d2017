import Foundation
import Testing

/// The README's everyday uses, run in order as they are typed, from a fresh folder: each does what its
/// comment says.
@Suite struct EverydayUseTests {
  let folder: TemporaryFolder

  /// What a command leaves behind.
  enum Outcome {
    /// These files are new or have changed.
    case paints([String])
    /// It says something of this kind, and writes nothing.
    case says(String)
    /// It goes on until it is stopped.
    case watches(String)
    /// It needs what this machine may lack; then it ends with this status.
    case paintsOnCards([String])
  }

  static let expected: [(command: String, outcome: Outcome)] = [
    ("stylize styles", .says("starry")),
    ("stylize --style starry ./in ./out", .paints(["out/c.jpg", "out/d.tif"])),
    ("stylize --style starry photo.jpg out.png", .paints(["out.png"])),
    ("stylize --style starry a.jpg b.tif ./out", .paints(["out/a.jpg", "out/b.tif"])),
    ("stylize --style starry --recursive ./in ./out", .paints(["out/more/e.jpg"])),
    ("cat a.jpg | stylize --style starry - - > b.jpg", .paints(["b.jpg"])),
    ("stylize --style wave:0.6,scream:0.4 in.jpg out.jpg", .paints(["out.jpg"])),
    ("stylize --style wave --strength 0.5 in.jpg out.jpg", .paints(["out.jpg"])),
    ("stylize --style wave --keep-colors in.jpg out.jpg", .paints(["out.jpg"])),
    ("stylize --style wave --stroke-size 4 in.jpg o.jpg", .paints(["o.jpg"])),
    ("stylize --style woodcut --grain 0.5 in.jpg out.jpg", .paints(["out.jpg"])),
    ("stylize --style wave --mask mask.png in.jpg o.jpg", .paints(["o.jpg"])),
    ("stylize sheet photo.jpg sheet.png --strengths 0.5,1", .paints(["sheet.png"])),
    ("stylize --style wave in.jpg 'out.jpg[Q=90]'", .paints(["out.jpg"])),
    ("stylize --style wave --bit-depth 16 in.tif out.tif", .paints(["out.tif"])),
    ("stylize --style wave --memory 2G big.tif out.tif", .paints(["out.tif"])),
    ("stylize plan big.tif --style wave --memory 2G", .says("memory")),
    ("stylize devices", .says("cpu")),
    ("stylize --style wave --device 0,1 ./in ./out", .paintsOnCards(["out/c.jpg"])),
    ("stylize --style wave --device gpu --vram 4G big.tif o.tif", .paintsOnCards(["o.tif"])),
    ("stylize import candy.pth --name candy", .paints(["data/stylize/styles/candy/style.json"])),
    ("stylize export starry starry.onnx", .paints(["starry.onnx"])),
    ("stylize watch --style starry ./in ./out", .watches("out/new.jpg")),
    ("stylize --preset holiday ./in ./out", .paints(["out/c.jpg"])),
    // Whether one of four pictures belongs to the third part is for their names to say.
    ("stylize --style starry --shard 3/8 ./in ./out", .says("")),
  ]

  init() throws {
    folder = try TemporaryFolder()
    try folder.makePicture("source.ppm", width: 48, height: 36)
    try folder.makePicture("other.ppm", width: 40, height: 30)
    for (source, names) in [
      ("source.ppm", ["photo.jpg", "a.jpg", "b.tif", "in.jpg", "in.tif"]),
      ("other.ppm", ["in/c.jpg", "in/d.tif", "in/more/e.jpg", "big.tif", "mask.png"]),
    ] {
      for name in names {
        let run = try Program.paint(
          "--no-journal", "--strength", "0", folder.path(source), folder.path(name))
        #expect(run.status == 0, "\(run.errors)")
      }
    }
    try FileManager.default.copyItem(
      at: Program.root.appendingPathComponent(
        "Tests/ModelImportTests/Fixtures/checkpoints/johnson.pth"),
      to: folder.url.appendingPathComponent("candy.pth"))
    for name in ["bin", "config/stylize"] {
      try FileManager.default.createDirectory(
        atPath: folder.path(name), withIntermediateDirectories: true)
    }
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("bin/stylize"), withDestinationPath: Program.executable.path)
    try FileManager.default.createDirectory(
      atPath: folder.path("system/stylize"), withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("system/stylize/styles"), withDestinationPath: Program.styles)
    try folder.write(
      Data("presets:\n  holiday:\n    style: scream\n".utf8), "config/stylize/stylize.yaml")
  }

  /// The commands between the heading and the next paragraph, without their comments.
  static func commands() throws -> [String] {
    let readme = try String(
      contentsOf: Program.root.appendingPathComponent("README.md"), encoding: .utf8)
    let section = try #require(readme.components(separatedBy: "## Everyday uses\n").last)
    return section.components(separatedBy: "\n")
      .prefix { $0.isEmpty || $0.hasPrefix("    ") }
      .filter { !$0.isEmpty }
      .map { line in
        let command = line.components(separatedBy: " #")[0]
        return command.trimmingCharacters(in: .whitespaces)
      }
  }

  private func process(_ command: String) -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = ["-c", command]
    process.currentDirectoryURL = folder.url
    process.environment = [
      "PATH": folder.path("bin") + ":/usr/bin:/bin", "HOME": folder.path("home"),
      "XDG_DATA_DIRS": folder.path("system"), "XDG_DATA_HOME": folder.path("data"),
      "XDG_CONFIG_HOME": folder.path("config"), "XDG_CACHE_HOME": folder.path("cache"),
    ]
    process.standardInput = FileHandle.nullDevice
    return process
  }

  private func run(_ command: String) throws -> Program {
    let process = process(command)
    try folder.write(Data(), "said")
    try folder.write(Data(), "complained")
    process.standardOutput = FileHandle(forWritingAtPath: folder.path("said"))
    process.standardError = FileHandle(forWritingAtPath: folder.path("complained"))
    try process.run()
    process.waitUntilExit()
    return Program(
      status: process.terminationStatus, output: try folder.data("said"),
      errors: String(decoding: try folder.data("complained"), as: UTF8.self))
  }

  /// All files by path, with when they were made and what is in them.
  private func snapshot() throws -> [String: String] {
    var found: [String: String] = [:]
    for path in try FileManager.default.subpathsOfDirectory(atPath: folder.url.path) {
      guard !path.hasPrefix("system/"), !["said", "complained"].contains(path) else { continue }
      var status = stat()
      guard lstat(folder.path(path), &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
        continue
      }
      found[path] = "\(status.st_ino) \(status.st_mtim.tv_sec) \(status.st_mtim.tv_nsec)"
    }
    return found
  }

  @Test func theTableIsTheREADMEs() throws {
    #expect(try Self.commands() == Self.expected.map(\.command))
  }

  @Test func eachDoesWhatItSays() throws {
    for (command, outcome) in Self.expected {
      let before = try snapshot()
      if case .watches(let output) = outcome {
        try watch(command, output)
        continue
      }
      let run = try run(command)
      let after = try snapshot()
      let changed = after.filter { before[$0.key] != $0.value }.keys
        .filter { !$0.hasSuffix(".jsonl") && !$0.hasPrefix("cache/") }
      func expect(_ files: [String]) {
        #expect(run.status == 0, "\(command): \(run.errors)")
        for file in files { #expect(changed.contains(file), "\(command): \(run.errors)") }
      }
      switch outcome {
      case .paints(let files): expect(files)
      case .says(let word):
        expect([])
        #expect(word.isEmpty || run.lines.contains { $0.contains(word) }, "\(command)")
      case .paintsOnCards(let files):
        if run.status == 4 {
          #expect(run.errors.contains("no device"), "\(command): \(run.errors)")
        } else {
          expect(files)
        }
      case .watches: break
      }
    }
  }

  private func watch(_ command: String, _ output: String) throws {
    let process = process("exec \(command)")
    (process.standardOutput, process.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice)
    try process.run()
    defer { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }
    try FileManager.default.copyItem(
      atPath: folder.path("photo.jpg"), toPath: folder.path("in/new.jpg"))
    let end = Date().addingTimeInterval(60)
    while !FileManager.default.fileExists(atPath: folder.path(output)), Date() < end {
      Thread.sleep(forTimeInterval: 0.05)
    }
    #expect(FileManager.default.fileExists(atPath: folder.path(output)))
    kill(process.processIdentifier, SIGTERM)
    process.waitUntilExit()
    #expect(process.terminationStatus == 130)
  }
}
