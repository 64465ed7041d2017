import Foundation
import Testing

/// Budgets as a person gives them. Long proofs with large pictures: `make bench-memory`.
@Suite struct MemoryTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private struct Plan: Decodable {
    struct Map: Decodable {
      var name: String
      var storage: String
      var bytes: Int
    }
    var width: Int
    var height: Int
    var maps: [Map]
    var memoryBytes: Int
    var peakBytes: Int
    var mapPeakBytes: Int
    var scratchBytes: Int
    var transferredBytes: Int
    var recomputeFactor: Double
    var seconds: Double
  }

  private func run(_ command: String, _ arguments: [String]) throws -> Program {
    let style = ["--style", "starry", "--styles-dir", Program.styles, "--stroke-size", "1"]
    return try Program.run([command] + style + arguments)
  }

  /// The least that is named where memory is too little, with some room for how a process varies.
  private func least(
    _ photograph: String, as format: String = "png", _ options: String...
  ) throws -> Int {
    let refused = try run(
      "plan", options + ["--memory", "1M", "--format", format, photograph])
    #expect(refused.status == 2)
    let words = refused.errors.split(separator: " ")
    // "… is not enough; 187 MB would do"
    let index = try #require(words.firstIndex { $0 == "would" })
    #expect(words[index - 1] == "MB")
    return try Int(#require(Double(words[index - 2])) * 1e6) + (16 << 20)
  }

  @Test func littleMemoryMakesTheSamePainting() throws {
    try folder.makePicture("photo.ppm", width: 1501, height: 997)
    let photo = folder.path("photo.ppm")
    #expect(try run("paint", [photo, folder.path("whole.png")]).status == 0)
    let least = try least(photo)
    let small = try run(
      "paint",
      ["--memory", "\(least)", "--scratch", folder.path(""), photo, folder.path("small.png")])
    #expect(small.status == 0)
    #expect(small.errors.split(separator: "\n").count == 1, "\(small.errors)")
    #expect(try folder.data("small.png") == folder.data("whole.png"))
    // Nothing of the scratch file is left.
    #expect(folder.names() == ["photo.ppm", "small.png", "whole.png"])
  }

  /// Some encoders hold the whole picture, several times over, which is known before work starts.
  @Test func theLeastCountsTheEncoder() throws {
    try folder.makePicture("photo.ppm", width: 1501, height: 997)
    let photo = folder.path("photo.ppm")
    let pixels = 1501 * 997
    let streamed = try least(photo, as: "png")
    let held = try least(photo, as: "webp[lossless]") - streamed
    #expect(held > 30 * pixels && held < 50 * pixels, "\(held)")
    let interlaced = try least(photo, as: "png[interlace]", "--bit-depth", "16") - streamed
    #expect(interlaced > 4 * pixels && interlaced < 20 * pixels, "\(interlaced)")
  }

  @Test func tooLittleMemoryIsRefusedWithTheLeast() throws {
    try folder.makePicture("photo.ppm", width: 300, height: 200)
    let photo = folder.path("photo.ppm")
    let refused = try run("paint", ["--memory", "1M", photo, folder.path("out.png")])
    #expect(refused.status == 5)
    #expect(refused.errors.contains("1 MB of memory is not enough"))
    #expect(folder.names() == ["photo.ppm"])
  }

  @Test func theFolderForScratchMustBeThere() throws {
    try folder.makePicture("photo.ppm", width: 1501, height: 997)
    let photo = folder.path("photo.ppm")
    let run = try run(
      "paint",
      ["--memory", "\(least(photo))", "--scratch", "/no/such", photo, folder.path("out.png")])
    #expect(run.status == 5)
    #expect(run.errors.contains("/no/such: no room for"))
    #expect(folder.names() == ["photo.ppm"])
  }

  @Test func aPlanIsToldInNumbers() throws {
    try folder.makePicture("photo.ppm", width: 1501, height: 997)
    let photo = folder.path("photo.ppm")
    func plan(_ memory: String) throws -> Plan {
      let run = try run("plan", ["--json", "--memory", memory, photo])
      #expect(run.status == 0)
      return try JSONDecoder().decode(Plan.self, from: run.output)
    }
    let large = try plan("8G")
    #expect((large.width, large.height) == (1501, 997))
    #expect(large.maps.first?.name == "photograph")
    #expect(large.maps.allSatisfy { $0.storage == "memory" })
    #expect(large.memoryBytes == 8_000_000_000)
    #expect(large.scratchBytes == 0 && large.recomputeFactor == 1)
    let small = try plan("\(least(photo))")
    #expect(small.maps.contains { $0.storage == "scratch" })
    #expect(small.mapPeakBytes < large.mapPeakBytes / 2)
    #expect(small.peakBytes <= small.memoryBytes)
    #expect(small.transferredBytes > small.scratchBytes && small.scratchBytes > 0)
    #expect(small.seconds > 0)
  }

  /// What a dry run promises for many pictures stays inside what was given.
  @Test func aDryRunKeepsToTheBudget() throws {
    try folder.makePicture("in/a.ppm", width: 1501, height: 997)
    for name in ["b", "c", "d", "e", "f"] {
      try FileManager.default.copyItem(
        atPath: folder.path("in/a.ppm"), toPath: folder.path("in/\(name).ppm"))
    }
    func estimate(_ memory: String) throws -> Int {
      let run = try run(
        "paint", ["--dry-run", "--json", "--memory", memory, folder.path("in"), folder.path("out")])
      #expect(run.status == 0)
      let last = try #require(run.lines.last)
      let line = try JSONSerialization.jsonObject(with: Data(last.utf8)) as? [String: Any]
      return try #require(line?["memoryBytes"] as? Int)
    }
    let budget = try least(folder.path("in/a.ppm"))
    #expect(try estimate("\(budget)") <= budget)
    #expect(try estimate("8G") > 2 * budget)
  }

  /// Prefixes are those of messages; who means powers of two says so.
  @Test(arguments: [
    ("2G", 2_000_000_000), ("1500MB", 1_500_000_000), ("1.5GiB", 3 << 29), ("900Mi", 900 << 20),
    ("4000000k", 4_000_000_000), ("3000000000", 3_000_000_000),
  ])
  func sizesAsPeopleWriteThem(text: String, bytes: Int) throws {
    try folder.makePicture("photo.ppm")
    let run = try run("plan", ["--json", "--memory", text, folder.path("photo.ppm")])
    #expect(try JSONDecoder().decode(Plan.self, from: run.output).memoryBytes == bytes)
  }

  @Test(arguments: ["0", "-1", "lots", "4X", "G"]) func sizesThatAreNone(size: String) throws {
    #expect(try run("plan", ["--memory=\(size)", "photo.ppm"]).status == 2)
  }
}
