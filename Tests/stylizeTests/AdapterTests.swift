import Foundation
import Testing

/// Styles with adapters in everything that names a style.
@Suite struct AdapterTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.addTrunk()
    try folder.addStyle("one", adapter: 1)
    try folder.makePicture("in/a.ppm", width: 61, height: 46)
  }

  private func paint(_ style: String, _ arguments: String...) throws -> Program {
    try Program.run(
      ["--style", style, "--styles-dir", folder.styles] + arguments
        + [folder.path("in"), folder.path("out")])
  }

  /// What a style makes of the photograph.
  private func painting(_ style: String, _ arguments: String...) throws -> Data {
    let run = try Program.run(
      [
        "--style", style, "--styles-dir", folder.styles, "--stroke-size", "1", "--precision",
        "single", "--existing", "overwrite", "--no-journal",
      ] + arguments + [folder.path("in/a.ppm"), folder.path("out.ppm")])
    #expect(run.status == 0, "\(run.errors)")
    return try folder.data("out.ppm")
  }

  @Test func changesThePaintingAndIsMixed() throws {
    try folder.addStyle("plain", adapter: nil)
    try folder.addStyle("two", adapter: 2)
    let mixes = ["one", "plain", "two", "one:0.5,two:0.5", "one:0.5,plain:0.5"]
    let paintings = try mixes.map { try painting($0) }
    #expect(Set(paintings).count == mixes.count)
    #expect(try painting("two:0.5,one:0.5") == paintings[3])
    #expect(try painting("one:1,two:0") == paintings[0])
    #expect(try painting("one", "--strength", "0") == painting("plain", "--strength", "0"))
    #expect(try painting("one", "--strength", "0.5") != painting("plain", "--strength", "0.5"))
    #expect(try painting("one", "--tile", "32", "--threads", "1") == paintings[0])
    // An adapter that changes nothing is none.
    try folder.addStyle("zero", adapter: 3)
    try folder.writeAdapter(of: "zero", seed: 3, scale: 0)
    #expect(try painting("zero") == paintings[1])
  }

  /// The content of an adapter counts, not its time.
  @Test func aChangedAdapterPaintsAgain() throws {
    let adapter = folder.path("styles/one/adapter.safetensors")
    #expect(try paint("one").lines.count == 1)
    #expect(try paint("one").lines.isEmpty)
    let first = try folder.data("out/a.ppm")
    for date in [Date(timeIntervalSinceNow: -1000), Date()] {
      try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: adapter)
      #expect(try paint("one").lines.isEmpty)
    }
    let date = try FileManager.default.attributesOfItem(atPath: adapter)[.modificationDate]
    try folder.writeAdapter(of: "one", seed: 2)
    try FileManager.default.setAttributes([.modificationDate: date!], ofItemAtPath: adapter)
    #expect(try paint("one").lines.count == 1)
    #expect(try folder.data("out/a.ppm") != first)
    #expect(try paint("one").lines.isEmpty)
    try folder.writeAdapter(of: "one", seed: 1)
    #expect(try paint("one").lines.count == 1)
    #expect(try folder.data("out/a.ppm") == first)
  }

  /// What a style without an adapter is called in journals has stayed what it was before there were any,
  /// so that no batch is painted again.
  @Test func stylesWithoutAnAdapterKeepTheirNameInJournals() throws {
    let checkpoint = Program.root.appendingPathComponent(
      "Tests/ModelImportTests/Fixtures/checkpoints/johnson.pth"
    ).path
    let made = try Program.run(
      "import", checkpoint, "--name", "foreign", "--styles-dir", folder.styles)
    #expect(made.status == 0, "\(made.errors)")
    #expect(try paint("foreign").status == 0)
    let journal = String(decoding: try folder.data("out/.stylize.jsonl"), as: UTF8.self)
    #expect(journal.contains(#""recipe":{"hash":"fdea162e52bb9895","#), "\(journal)")
  }

  @Test(arguments: [("one", "1"), ("one:0.7,two:0.3", "0.6"), ("one", "1.3")])
  func exportedStylesAreMerged(style: String, strength: String) throws {
    try folder.addStyle("two", adapter: 2, like: "wave")
    let file = folder.path("style.onnx")
    let run = try Program.run(
      "export", "--styles-dir", folder.styles, style, file, "--strength", strength)
    #expect(run.status == 0, "\(run.errors)")
    let imported = try Program.run(
      "import", file, "--name", "again", "--styles-dir", folder.styles)
    #expect(imported.status == 0, "\(imported.errors)")
    let (expected, found) = (try painting(style, "--strength", strength), try painting("again"))
    #expect(found.count == expected.count)
    // Numbers near the middle between two levels may be rounded to either.
    #expect(zip(found, expected).allSatisfy { abs(Int($0) - Int($1)) <= 1 })
    #expect(zip(found, expected).count { $0 != $1 } < found.count / 100)
  }

  /// In a row with others, in whatever order, every style is painted as by itself.
  @Test func galleriesOfSeveralAdapters() throws {
    try folder.addStyle("between", adapter: nil)
    try folder.addStyle("two", adapter: 2)
    func gallery(_ output: String) throws -> [String: Data] {
      let run = try Program.run(
        "gallery", "--styles-dir", folder.styles, "--size", "60", folder.path("in"),
        folder.path(output))
      #expect(run.status == 0, "\(run.errors)")
      return try folder.contents(output)
    }
    let all = try gallery("all")
    let names = ["between", "one", "two"]
    #expect(Set(names.map { all["a/\($0).jpg"] }).count == 3)
    for name in names {
      for other in names where other != name {
        try FileManager.default.moveItem(
          atPath: "\(folder.styles)/\(other)", toPath: folder.path("aside-\(other)"))
      }
      #expect(try gallery("gallery-\(name)")["a/\(name).jpg"] == all["a/\(name).jpg"], "\(name)")
      for other in names where other != name {
        try FileManager.default.moveItem(
          atPath: folder.path("aside-\(other)"), toPath: "\(folder.styles)/\(other)")
      }
    }
  }

  @Test func aPackForAnotherTrunkIsRefused() throws {
    let weights = "styles/trunk/weights.safetensors"
    var bytes = try folder.data(weights)
    bytes[bytes.count - 2] ^= 1
    try folder.write(bytes, weights)
    for arguments in [
      ["--style", "one", folder.path("in"), folder.path("out")],
      ["sheet", folder.path("in/a.ppm"), folder.path("sheet.ppm")],
      ["export", "one", folder.path("one.onnx")],
    ] {
      let run = try Program.run(arguments + ["--styles-dir", folder.styles])
      #expect(run.status == 2, "\(run.errors)")
      #expect(run.errors.contains("styles/one/style.json: belongs to another trunk: "))
      #expect(run.errors.contains("weights.safetensors has the SHA-256 "))
      #expect(run.errors.split(separator: "\n").count == 1)
    }
    #expect(folder.names() == ["in", "styles"])
  }

  @Test func newerPacksAreRefusedByName() throws {
    let facts = String(decoding: try folder.data("styles/one/style.json"), as: UTF8.self)
    try folder.write(
      Data(facts.replacing(#""format":2"#, with: #""format":3"#).utf8), "styles/one/style.json")
    let run = try paint("one")
    #expect(run.status == 2)
    #expect(run.errors.contains("styles/one/style.json: has format 3, supported is 2 and older"))
  }
}

extension WatchTests {
  @Test func anAdapterThatChangesIsLoadedAnew() throws {
    try folder.addTrunk()
    try folder.addStyle("one", adapter: 1)
    try folder.makePicture("in/a.ppm")
    let program = try watch(style: "one", styles: folder.styles)
    expect(1, from: program)
    let before = try folder.data("out/a.png")
    // One that does not fit is no reason to stop.
    let sound = try folder.data("styles/one/adapter.safetensors")
    try folder.write(sound.dropLast(2), "styles/one/adapter.safetensors")
    #expect(program.wait { program.errors.contains("can't be loaded; keeping the old one") })
    try folder.writeAdapter(of: "one", seed: 2)
    #expect(program.wait { program.errors.contains("was reloaded") }, "\(program.errors)")
    expect(2, from: program)
    #expect(try folder.data("out/a.png") != before)
  }
}

extension DeviceTests {
  @Test func adaptersOnDevices() throws {
    try folder.addTrunk()
    for (name, seed) in [("one", 1), ("plain", nil), ("two", 2)] as [(String, UInt64?)] {
      try folder.addStyle(name, adapter: seed)
    }
    for (number, arguments) in [
      ["sheet", "--size", "32", "--strengths", "0.5,1"], ["--style", "one:0.6,two:0.4"],
    ].enumerated() {
      let paintings = try ["cpu", "0"].map { device in
        let output = folder.path("\(number).ppm")
        let run = try run(
          arguments + ["--styles-dir", folder.styles, "-g", device, "--existing", "overwrite"]
            + [folder.path("in/1.ppm"), output])
        #expect(run.status == 0 && !run.errors.contains("warning"), "\(run.errors)")
        return try folder.data("\(number).ppm")
      }
      #expect(agreement(paintings[0], paintings[1]) > 50)
    }
  }
}
