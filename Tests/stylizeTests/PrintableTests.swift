import Foundation
import Testing

/// What strangers write never reaches a terminal as a command.
@Suite struct PrintableTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private let style = ["--style", "starry", "--styles-dir", Program.styles]

  /// Sets the terminal's title, in seven bits and in eight; turns the direction of writing round.
  private let nasty = "\u{1B}]0;gotcha\u{7}\u{9B}31m\u{202E}\u{85}\u{2028}end"

  private func isClean(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { scalar in
      switch scalar.value {
      case 0x0A: true
      case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0x202A...0x202E: false
      default: true
      }
    }
  }

  @Test func titlesOfPacks() throws {
    try FileManager.default.createDirectory(
      atPath: folder.path("styles/bad"), withIntermediateDirectories: true)
    let facts: [String: Any] = [
      "format": 1, "name": "bad", "title": nasty, "artist": nasty, "licence": nasty,
      "network": "trunk", "vectors": "vectors.safetensors",
    ]
    try folder.write(JSONSerialization.data(withJSONObject: facts), "styles/bad/style.json")
    try FileManager.default.copyItem(
      atPath: Program.styles + "/starry/vectors.safetensors",
      toPath: folder.path("styles/bad/vectors.safetensors"))
    let table = try Program.run("styles", "--styles-dir", folder.path("styles"))
    let text = String(decoding: table.output, as: UTF8.self)
    #expect(table.status == 0)
    #expect(isClean(text) && isClean(table.errors))
    // Long titles end with an ellipsis.
    #expect(text.contains(#"\x1b]0;gotcha\x07\u{9b}31"#))
    // Programs get what is there.
    let json = try Program.run("styles", "--json", "--styles-dir", folder.path("styles"))
    let rows = try #require(try JSONSerialization.jsonObject(with: json.output) as? [[String: Any]])
    #expect(rows.first { $0["name"] as? String == "bad" }?["title"] as? String == nasty)
  }

  @Test func namesOfFilesAndOptions() throws {
    let name = nasty + ".ppm"
    try folder.write(Data("P6 no picture".utf8), name)
    try FileManager.default.createDirectory(
      atPath: folder.path("in"), withIntermediateDirectories: false)
    try folder.write(Data("?".utf8), "in/x." + nasty)
    try folder.write(Data("?".utf8), "in/" + nasty + ".json")
    for arguments in [
      style + [folder.path(name), folder.path("o.png")],
      style + [folder.path("in"), folder.path("out")],
      ["--style", "starry", "--styles-dir", folder.path(nasty), folder.path(name), "o.png"],
      ["--style", nasty, folder.path(name), folder.path("o.png")],
      ["--\(nasty)"], [nasty], ["plan", "--style", "starry", folder.path(nasty)],
      ["sheet", folder.path(nasty), folder.path("s.png")],
      ["--style", "starry", folder.path("in.png"), folder.path("out." + nasty)],
      ["import", folder.path(nasty), "--name", "x", "--styles-dir", folder.path("s")],
      ["export", nasty, folder.path("x.onnx")], ["--config", nasty, "--style", "x", "a", "b"],
      ["watch", "--style", "starry", folder.path(nasty), folder.path("out")],
      ["--style", "starry", "-g", nasty, folder.path(name), folder.path("o.png")],
      ["gallery", folder.path(nasty), folder.path("g")],
    ] {
      let run = try Program.run(arguments)
      #expect(run.status != 0)
      #expect(
        !run.errors.isEmpty && isClean(run.errors),
        "\(arguments): \(run.errors.debugDescription)")
    }
  }

  @Test func pathsOfPaintingsAreExactForPrograms() throws {
    let name = "a\u{1B}b.ppm"
    try folder.makePicture("in/\(name)", width: 9, height: 8)
    let run = try Program.paint(folder.path("in"), folder.path("out"))
    #expect(run.lines == [folder.path("out/\(name)")])
    let dry = try Program.paint("--dry-run", folder.path("in"), folder.path("dry"))
    #expect(isClean(String(decoding: dry.output, as: UTF8.self)))
  }
}
