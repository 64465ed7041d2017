import Foundation
import Testing

/// What programs are told, line by line.
@Suite struct EventTests {
  let folder: TemporaryFolder
  let schema: JSONSchema

  init() throws {
    folder = try TemporaryFolder()
    schema = try JSONSchema(
      contentsOf: Program.root.appendingPathComponent("Documentation/events.schema.json"))
  }

  /// Runs with `--json`, checks every line against the schema and gives back what they say.
  private func events(_ arguments: String..., status: Int32) throws -> [[String: Any]] {
    let run = try Program.run(
      ["--style", "starry", "--styles-dir", Program.styles, "--json"] + arguments)
    #expect(run.status == status, "\(run.errors)")
    return try run.output.split(separator: UInt8(ascii: "\n")).map { line in
      let value = try JSONSerialization.jsonObject(with: Data(line))
      #expect(throws: Never.self, "\(String(decoding: line, as: UTF8.self))") {
        try schema.check(value)
      }
      return try #require(value as? [String: Any])
    }
  }

  private func names(_ events: [[String: Any]]) -> [String] {
    events.compactMap { $0["event"] as? String }
  }

  @Test func aBatchFromBeginningToEnd() throws {
    try folder.makePicture("in/a.ppm", width: 17, height: 11)
    try folder.write(Data("hello".utf8), "in/b.jpg")
    let lines = try events(
      folder.path("in"), folder.path("none.jpg"), folder.path("out"), status: 1)
    #expect(names(lines).first == "batch")
    #expect(names(lines).last == "summary")
    #expect(lines[0]["jobs"] as? Int == 2)
    #expect(lines[0]["rejected"] as? Int == 1)
    let finished = try #require(lines.first { $0["event"] as? String == "finished" })
    #expect(finished["output"] as? String == folder.path("out/a.ppm"))
    #expect(finished["width"] as? Int == 17)
    #expect(finished["height"] as? Int == 11)
    #expect(finished["bytes"] as? Int == (try folder.data("out/a.ppm").count))
    let codes = lines.filter { $0["event"] as? String == "failed" }.map { $0["code"] as? String }
    #expect(Set(codes) == ["missing", "notAPicture"])
    #expect(lines.last?["failed"] as? Int == 2)
    #expect(lines.last?["exit"] as? Int == 1)

    let again = try events(folder.path("in"), folder.path("out"), status: 1)
    #expect(names(again).sorted() == ["batch", "failed", "skipped", "summary"])
    #expect(again.first { $0["event"] as? String == "skipped" }?["code"] as? String == "finished")
  }

  @Test func aDryRunWritesNothing() throws {
    try folder.makePicture("in/a.ppm", width: 17, height: 11)
    try folder.makePicture("in/b.ppm", width: 30, height: 40)
    let lines = try events("-n", folder.path("in"), folder.path("out"), status: 0)
    #expect(names(lines) == ["batch", "planned", "planned", "estimate"])
    #expect(lines[1]["action"] as? String == "paint")
    #expect(lines[3]["pictures"] as? Int == 2)
    #expect(lines[3]["pixels"] as? Int == 17 * 11 + 30 * 40)
    #expect(lines[3]["basis"] as? String == "measurement")
    #expect(try #require(lines[3]["seconds"] as? Double) > 0)
    #expect(folder.names() == ["in"])
    _ = try events(folder.path("in"), folder.path("out"), status: 0)
    try folder.makePicture("in/c.ppm")
    let after = try events("-n", folder.path("in"), folder.path("out"), status: 0)
    #expect(
      after.dropFirst().prefix(3).map { $0["action"] as? String } == ["skip", "skip", "paint"])
    #expect(after.last?["basis"] as? String == "journal")
  }

  @Test func namesThatAreNoText() throws {
    try folder.makePicture("in/a.ppm", width: 9, height: 9)
    let odd = Array((folder.path("in") + "/").utf8) + [0x66, 0xFF, 0xFE] + Array(".ppm".utf8)
    let (from, to) = (folder.path("in/a.ppm"), odd.map(CChar.init(bitPattern:)) + [0])
    #expect(rename(from, to) == 0)
    let lines = try events(folder.path("in"), folder.path("out"), status: 0)
    let input = try #require(lines.first { $0["event"] as? String == "finished" })["input"]
    let encoded = try #require((input as? [String: Any])?["base64"] as? String)
    #expect(Data(base64Encoded: encoded) == Data(odd))
    // On standard output a path is its bytes.
    let plain = try Program.paint("--existing", "overwrite", folder.path("in"), folder.path("out"))
    #expect(plain.output.contains(0xFF))
    #expect(try Program.paint(folder.path("in"), folder.path("out")).output.isEmpty)
    try FileManager.default.removeItem(at: folder.url.appendingPathComponent("out"))
    unlink(to)
  }

  @Test func theSchemaKnowsNoOtherThings() throws {
    for broken in [
      #"{"event":"started","input":"a","output":"b"}"#,
      #"{"event":"started","time":"t","input":"a","output":"b","more":1}"#,
      #"{"event":"progress","time":"t","input":"a","output":"b","fraction":1.5}"#,
      #"{"event":"failed","time":"t","input":"a","code":"bored","reason":"r","attempts":1}"#,
      #"{"event":"batch","time":"t","jobs":true,"rejected":0,"style":"s"}"#,
    ] {
      let value = try JSONSerialization.jsonObject(with: Data(broken.utf8))
      #expect(throws: JSONSchema.Violation.self, "\(broken)") { try schema.check(value) }
    }
  }
}
