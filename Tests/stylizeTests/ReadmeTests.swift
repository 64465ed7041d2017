import Foundation
import Testing

/// The README's everyday uses, run in their order from a fresh folder: each does what its comment says.
@Suite struct ReadmeTests {
  private let readme: ReadmeFolder

  init() throws { readme = try ReadmeFolder() }

  /// What a command did.
  private struct Outcome {
    var run: Program
    var before: [String: Data]
    var after: [String: Data]

    /// Files that are new or have other bytes.
    var changed: Set<String> { Set(after.filter { before[$0.key] != $0.value }.keys) }
  }

  private typealias Check = (Outcome) throws -> Void

  /// The commands as they stand in the README, without what is said about them.
  private func commands() throws -> [String] {
    let text = try String(
      contentsOf: Program.root.appendingPathComponent("README.md"), encoding: .utf8)
    let section = try #require(
      text.components(separatedBy: "\n## Everyday uses\n").dropFirst().first)
    return section.components(separatedBy: "\n## ")[0].split(separator: "\n")
      .filter { $0.hasPrefix("    ") }
      .map { line in
        let code = line.range(of: " # ").map { line[..<$0.lowerBound] } ?? line
        return code.trimmingCharacters(in: .whitespaces)
      }
  }

  @Test func everyCommandDoesWhatItsCommentSays() throws {
    let commands = try commands()
    #expect(commands.count > 20)
    // A command that nobody looks at can't be in the README, nor a look at none.
    #expect(commands.sorted() == checks.keys.sorted())
    for command in commands {
      let before = try readme.contents()
      let run = try command.hasPrefix("stylize watch") ? watch(command) : readme.run(command)
      let outcome = Outcome(run: run, before: before, after: try readme.contents())
      #expect(
        run.status == (command.hasPrefix("stylize watch") ? 130 : 0), "\(command): \(run.errors)")
      do {
        try checks[command]?(outcome)
      } catch {
        Issue.record("\(command): \(error); \(run.errors)")
      }
    }
  }

  /// Until a photograph that comes later is painted, and then stopped.
  private func watch(_ command: String) throws -> Program {
    let process = readme.command("exec " + command)
    try process.run()
    let photo = readme.folder.path("work/photo.jpg")
    let output = readme.folder.path("work/out/later.jpg")
    Thread.sleep(forTimeInterval: 1)
    try FileManager.default.copyItem(
      atPath: photo, toPath: readme.folder.path("work/in/later.jpg"))
    for _ in 0..<1200 where !FileManager.default.fileExists(atPath: output) {
      Thread.sleep(forTimeInterval: 0.1)
    }
    kill(process.processIdentifier, SIGTERM)
    process.waitUntilExit()
    return Program(status: process.terminationStatus, output: Data(), errors: "")
  }

  /// Exactly these files are painted, each with the size of its photograph.
  private func painted(_ files: [String: String]) -> Check {
    { (outcome: Outcome) throws in
      #expect(outcome.changed == Set(files.keys), "\(outcome.run.errors)")
      for (painting, photograph) in files {
        #expect(try readme.size(painting) == readme.size(photograph))
        #expect(try distance(painting, photograph) > 5, "\(painting) looks like \(photograph)")
      }
    }
  }

  private var folderPaintings: [String: String] {
    Dictionary(uniqueKeysWithValues: (0..<16).map { ("out/\($0).jpg", "in/\($0).jpg") })
  }

  private var deeperPaintings: [String: String] {
    Dictionary(
      uniqueKeysWithValues: (0..<2).map { ("out/deeper/\($0).jpg", "in/deeper/\($0).jpg") })
  }

  /// The mean distance of two pictures' values, 0…255, over the columns between two parts of the width.
  private func distance(_ first: String, _ second: String, columns: Range<Int>? = nil) throws
    -> Double
  {
    let width = try #require(Int(readme.size(first)[0]))
    let (a, b) = (try readme.pixels(first), try readme.pixels(second))
    try #require(a.count == b.count)
    let indices = a.indices.filter { columns?.contains($0 / 3 % width) ?? true }
    return indices.reduce(0) { $0 + abs(Double(a[$1]) - Double(b[$1])) } / Double(indices.count)
  }

  /// The mean distance of two pictures' colours without light and dark (Cb and Cr of BT.601).
  private func colourDistance(_ first: String, _ second: String) throws -> Double {
    let (a, b) = (try readme.pixels(first), try readme.pixels(second))
    try #require(a.count == b.count)
    func colours(_ p: [UInt8], _ i: Int) -> (Double, Double) {
      let (r, g, b) = (Double(p[i]), Double(p[i + 1]), Double(p[i + 2]))
      return (-0.169 * r - 0.331 * g + 0.5 * b, 0.5 * r - 0.419 * g - 0.081 * b)
    }
    let sum = stride(from: 0, to: a.count, by: 3).reduce(0) { sum, i in
      let ((x, y), (u, v)) = (colours(a, i), colours(b, i))
      return sum + abs(x - u) + abs(y - v)
    }
    return sum / Double(a.count / 3)
  }

  /// Paints `in.jpg` with other options beside the README's, to compare with.
  private func other(_ options: String, _ name: String) throws -> String {
    let run = try readme.run("stylize -q --no-journal \(options) in.jpg ../\(name)")
    #expect(run.status == 0, "\(run.errors)")
    return "../\(name)"
  }

  /// The mean difference of neighbours in a row: small strokes have many edges.
  private func edges(_ name: String) throws -> Double {
    let pixels = try readme.pixels(name)
    return zip(pixels, pixels.dropFirst(3)).reduce(0) { $0 + abs(Double($1.0) - Double($1.1)) }
      / Double(pixels.count)
  }

  private func journal() throws -> String {
    try String(
      contentsOfFile: readme.folder.path("work/out/.stylize.jsonl"), encoding: .utf8)
  }

  private func contains(_ text: String) -> Check {
    { #expect(String(decoding: $0.run.output, as: UTF8.self).contains(text)) }
  }

  private var checks: [String: Check] {
    [
      "stylize styles": contains("Vincent van Gogh"),
      "stylize --style starry ./in ./out": painted(folderPaintings),
      "stylize --style starry photo.jpg out.png": painted(["out.png": "photo.jpg"]),
      "stylize --style starry a.jpg b.tif ./out":
        painted(["out/a.jpg": "a.jpg", "out/b.tif": "b.tif"]),
      "stylize --style starry --recursive ./in ./out": painted(deeperPaintings),
      "cat a.jpg | stylize --style starry - - > b.jpg": painted(["b.jpg": "a.jpg"]),
      "stylize --style wave:0.6,scream:0.4 in.jpg out.jpg": { (outcome: Outcome) throws in
        try painted(["out.jpg": "in.jpg"])(outcome)
        for style in ["wave", "scream"] {
          #expect(try distance("out.jpg", other("--style \(style)", "\(style).jpg")) > 3)
        }
      },
      "stylize --style wave --strength 0.5 in.jpg out.jpg": { (outcome: Outcome) throws in
        try painted(["out.jpg": "in.jpg"])(outcome)
        let whole = try distance("in.jpg", other("--style wave", "wave.png"))
        let half = try distance("in.jpg", "out.jpg")
        #expect(half > 0.2 * whole && half < 0.9 * whole, "\(half) of \(whole)")
      },
      "stylize --style wave --keep-colors in.jpg out.jpg": { (outcome: Outcome) throws in
        try painted(["out.jpg": "in.jpg"])(outcome)
        let plain = try colourDistance("in.jpg", other("--style wave", "plain.jpg"))
        #expect(try colourDistance("in.jpg", "out.jpg") < plain / 2)
      },
      "stylize --style wave --stroke-size 4 in.jpg o.jpg": { (outcome: Outcome) throws in
        try painted(["o.jpg": "in.jpg"])(outcome)
        let fine = try edges(other("--style wave --stroke-size 1 --detail 0", "fine.jpg"))
        let large = try edges(other("--style wave --stroke-size 4 --detail 0", "large.jpg"))
        #expect(large < fine / 1.5, "\(large), \(fine)")
      },
      "stylize --style woodcut --grain 0.5 in.jpg out.jpg": { (outcome: Outcome) throws in
        try painted(["out.jpg": "in.jpg"])(outcome)
        for grain in ["0", "1"] {
          let painting = try other("--style woodcut --grain \(grain)", "grain-\(grain).jpg")
          #expect(try distance("out.jpg", painting) > 0.2, "\(grain)")
        }
      },
      "stylize --style wave --mask mask.png in.jpg o.jpg": { (outcome: Outcome) throws in
        #expect(outcome.changed == ["o.jpg"])
        #expect(try distance("o.jpg", "in.jpg", columns: 0..<50) > 5)
        #expect(try distance("o.jpg", "in.jpg", columns: 70..<120) < 5)
      },
      "stylize sheet photo.jpg sheet.png --strengths 0.5,1": { (outcome: Outcome) throws in
        #expect(outcome.changed == ["sheet.png"])
        let styles = try readme.run("stylize styles").lines.count - 1
        let size = try readme.size("sheet.png").compactMap { Int($0) }
        // Every style twice, and the photograph, none smaller than the photograph is.
        #expect(size[0] * size[1] > (2 * styles + 1) * 96 * 72)
      },
      "stylize --style wave in.jpg 'out.jpg[Q=90]'": { (outcome: Outcome) throws in
        try painted(["out.jpg": "in.jpg"])(outcome)
        // The last value of the first quantisation table: 99 at quality 50 (ITU-T T.81, annex K),
        // scaled as libjpeg does.
        let data = try readme.data("out.jpg")
        let table = try #require(data.range(of: Data([0xFF, 0xDB])))
        #expect(data[table.upperBound + 2 + 1 + 63] == 20)
      },
      "stylize --style wave --bit-depth 16 in.tif out.tif": { (outcome: Outcome) throws in
        try painted(["out.tif": "in.tif"])(outcome)
        #expect(try bitsPerSample(readme.data("out.tif")) == 16)
      },
      "stylize --style wave --memory 2G big.tif out.tif": { (outcome: Outcome) throws in
        try painted(["out.tif": "big.tif"])(outcome)
        _ = try readme.run("stylize -q --no-journal --style wave big.tif ../all.tif")
        #expect(try readme.data("out.tif") == readme.folder.data("all.tif"))
      },
      "stylize plan big.tif --style wave --memory 2G": { (outcome: Outcome) throws in
        #expect(outcome.changed.isEmpty)
        try contains("given 2.0 GB")(outcome)
        try contains("time          about")(outcome)
      },
      "stylize devices": contains("processor"),
      "stylize --style wave --device 0,1 ./in ./out": { (outcome: Outcome) throws in
        try painted(folderPaintings)(outcome)
        let devices = try journal().split(separator: "\n").filter { $0.contains("\"finished\"") }
          .suffix(16)
        #expect(devices.allSatisfy { !$0.contains("\"device\":\"cpu\"") })
      },
      "stylize --style wave --device gpu --vram 4G big.tif o.tif":
        painted(["o.tif": "big.tif"]),
      "stylize import candy.pth --name candy": { (_: Outcome) throws in
        #expect(try readme.run("stylize styles").lines.contains { $0.hasPrefix("candy") })
      },
      "stylize export starry starry.onnx": { (outcome: Outcome) throws in
        #expect(outcome.changed == ["starry.onnx"])
        #expect(try readme.data("starry.onnx").count > 100_000)
      },
      "stylize watch --style starry ./in ./out": { (outcome: Outcome) throws in
        let expected = Set(folderPaintings.keys)
        #expect(outcome.changed.isSuperset(of: expected.union(["out/later.jpg"])))
      },
      "stylize --preset holiday ./in ./out": { (outcome: Outcome) throws in
        let later = ["out/later.jpg": "in/later.jpg"]
        try painted(
          folderPaintings.merging(deeperPaintings) { $1 }.merging(later) { $1 })(outcome)
        #expect(try journal().contains("starry:0.7,wave:0.3"))
      },
      "stylize --style starry --shard 3/8 ./in ./out": { (outcome: Outcome) throws in
        #expect(!outcome.changed.isEmpty && outcome.changed.count < 10, "\(outcome.changed)")
        #expect(outcome.changed.allSatisfy { $0.hasPrefix("out/") })
      },
    ]
  }

  /// The entry of that name in the first directory of a TIFF file (TIFF 6.0, tag 258).
  private func bitsPerSample(_ data: Data) throws -> Int {
    let bytes = [UInt8](data)
    let isLittle = bytes[0] == UInt8(ascii: "I")
    func number(_ at: Int, _ count: Int) -> Int {
      let part = bytes[at..<at + count]
      return (isLittle ? part.reversed() : Array(part)).reduce(0) { $0 << 8 | Int($1) }
    }
    let directory = number(4, 4)
    for entry in 0..<number(directory, 2) {
      let at = directory + 2 + 12 * entry
      guard number(at, 2) == 258 else { continue }
      return number(at + 4, 4) <= 2 ? number(at + 8, 2) : number(number(at + 8, 4), 2)
    }
    throw CocoaError(.fileReadCorruptFile)
  }
}
