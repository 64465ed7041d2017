import Foundation
import Testing

/// Batches that were finished by earlier programs. `Fixtures/journal` was painted by the program of
/// November 2026, before its journal's keys had a version; the packs in it never change.
@Suite struct OldJournalTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    let fixture = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Fixtures/journal")
    for name in try FileManager.default.contentsOfDirectory(atPath: fixture.path) {
      try FileManager.default.copyItem(
        at: fixture.appendingPathComponent(name), to: folder.url.appendingPathComponent(name))
    }
    try FileManager.default.moveItem(
      atPath: folder.path("out/journal.jsonl"), toPath: folder.path("out/.stylize.jsonl"))
  }

  private func paint(_ style: String, _ name: String, _ options: [String]) throws -> Program {
    try Program.run(
      ["--styles-dir", folder.path("styles"), "--style", style] + options
        + [folder.path("in/\(name).ppm"), folder.path("out/")])
  }

  static let jobs: [(style: String, name: String, options: [String])] = [
    ("dusk", "plain", ["-f", "png"]),
    ("evening", "plain", ["-f", "png"]),
    (
      "dawn", "changed",
      [
        // The weight that was strength 0.5 then.
        "--strength", "0.375", "--stroke-size", "2.5", "--detail", "0.5", "--keep-colors", "--mask",
        "mask.pgm", "--quality", "90", "--strip", "--bit-depth", "16", "--precision", "single",
        "-f", "png",
      ]
    ),
    ("dusk:0.7,dawn:0.3", "mixed", ["-f", "jpg[Q=80,interlace]"]),
    ("transposed", "foreign", ["-f", "tif"]),
    ("dusk", "card", ["-f", "png", "--vram", "1G"]),
    // Memory changes no byte, whatever the journal says of it.
    ("dusk", "card", ["-f", "png"]),
    ("dusk", "plain", ["-f", "png", "--vram", "2G", "--memory", "1G", "--tile", "64"]),
  ]

  @Test(arguments: jobs.indices) func isNotPaintedAgain(index: Int) throws {
    var (style, name, options) = Self.jobs[index]
    options = options.map { $0 == "mask.pgm" ? folder.path($0) : $0 }
    let run = try paint(style, name, options)
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.lines.isEmpty)
    #expect(run.errors.contains("0 painted, 1 skipped"))
  }

  @Test(arguments: [
    ["-f", "png", "--strip"], ["-f", "png", "--detail", "0.9"], ["-f", "png[compression=1]"],
    ["-f", "png", "--stroke-size", "1"], ["-f", "png", "--strength", "0.9"],
    ["-f", "png", "--precision", "single"], ["-f", "png", "--mask", "in/plain.ppm"],
    ["-f", "png", "--quality", "75"], ["-f", "png", "--bit-depth", "16"],
    ["-f", "png", "--keep-colors"],
  ]) func whatHasChangedIsPaintedAgain(options: [String]) throws {
    let options = options.map { $0 == "in/plain.ppm" ? folder.path($0) : $0 }
    #expect(try paint("dusk", "plain", options).lines == [folder.path("out/plain.png")])
    #expect(try paint("dusk", "plain", options).lines.isEmpty)
  }
}
