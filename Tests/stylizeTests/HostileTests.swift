import Foundation
import Reference
import Testing

/// Whatever lies in a folder: no crash, no hang, nothing painted from it, and a line for each.
@Suite struct HostileTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.makePicture("in/good.ppm", width: 9, height: 8)
  }

  @Test func strangeThingsWithPictureNames() throws {
    #expect(mkfifo(folder.path("in/pipe.jpg"), 0o600) == 0)
    try FileManager.default.createDirectory(
      atPath: folder.path("in/folder.jpg"), withIntermediateDirectories: false)
    try folder.write(Data(), "in/empty.png")
    try folder.write(Data(repeating: 0, count: 100_000), "in/zeros.tif")
    try folder.write(Data("P6 60000 60000 255\n".utf8), "in/vast.ppm")
    try folder.write(try folder.data("in/good.ppm"), "in/lying.jpg")
    for (name, target) in [
      ("gone.jpg", "/nowhere/x.jpg"), ("self.png", folder.path("in/self.png")),
    ] {
      try FileManager.default.createSymbolicLink(
        atPath: folder.path("in/\(name)"), withDestinationPath: target)
    }
    let odd = Array((folder.path("in") + "/").utf8) + [0xC3, 0x28, 0x0A] + Array(".ppm".utf8)
    #expect(link(folder.path("in/good.ppm"), odd.map(CChar.init(bitPattern:)) + [0]) == 0)
    defer { unlink(odd.map(CChar.init(bitPattern:)) + [0]) }

    let run = try Program.paint("-r", "-f", "png", folder.path("in"), folder.path("out"))
    #expect(run.status == 1)
    for name in ["empty.png", "zeros.tif", "vast.ppm", "gone.jpg", "self.png"] {
      let lines = run.errors.split(separator: "\n").filter { $0.contains("/in/\(name): ") }
      #expect(lines.count == 1, "\(name) in: \(run.errors)")
    }
    // A suffix that lies does no harm: the bytes say what they are.
    #expect(run.errors.contains("3 painted, 0 skipped, 5 failed"))
    let painted = folder.names("out")
    #expect(painted.count == 3 && painted.contains("good.png") && painted.contains("lying.png"))
    try? FileManager.default.removeItem(atPath: folder.path("out"))
  }

  @Test(.enabled(if: geteuid() != 0, "root may read every folder"))
  func foldersThatCannotBeRead() throws {
    try folder.makePicture("in/shut/a.ppm", width: 9, height: 8)
    chmod(folder.path("in/shut"), 0)
    defer { chmod(folder.path("in/shut"), 0o700) }
    let run = try Program.paint("-r", folder.path("in"), folder.path("out"))
    #expect(run.status == 1)
    #expect(run.errors.contains("in/shut: the folder can't be read"))
    #expect(folder.names("out").contains("good.ppm"))
  }

  /// Valid pictures with bytes changed, cut out or put in at random places. Some can still be read.
  private func mutate(count: Int) throws {
    var random = SeededGenerator(seed: testSeed())
    for suffix in ["jpg", "png", "tif", "webp"] {
      let made = try Program.paint(
        folder.path("in/good.ppm"), folder.path("seed.\(suffix)"))
      #expect(made.status == 0)
      let seed = try folder.data("seed.\(suffix)")
      for index in 0..<count {
        var bytes = Array(seed)
        for _ in 0...Int.random(in: 0..<4, using: &random) {
          let place = Int.random(in: 0..<bytes.count, using: &random)
          switch Int.random(in: 0..<4, using: &random) {
          case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
          case 1:
            let end = place + Int.random(in: 1...40, using: &random)
            bytes.removeSubrange(place..<min(end, bytes.count))
          case 2:
            let count = Int.random(in: 1...40, using: &random)
            bytes.insert(contentsOf: Array(seed.prefix(count)), at: place)
          default: bytes.removeSubrange(max(place, 1)...)
          }
          if bytes.isEmpty { bytes = [0] }
        }
        try folder.write(Data(bytes), "in/\(suffix)-\(index).\(suffix)")
      }
    }
    let run = try Program.paint(
      "--json", "--max-pixels", "1000000", "-j", "4", folder.path("in"), folder.path("out"))
    #expect(run.status == 0 || run.status == 1)
    let summary = try #require(
      JSONSerialization.jsonObject(with: Data(run.lines[run.lines.count - 1].utf8))
        as? [String: Any])
    let finished = try #require(summary["finished"] as? Int)
    let failed = try #require(summary["failed"] as? Int)
    #expect(finished + failed == 4 * count + 1)
    #expect(folder.names("out").count == finished)
  }

  @Test func mutatedPictures() throws { try mutate(count: 40) }

  @Test(.enabled(if: Soak.isOn)) func tenThousandMutatedPictures() throws {
    try mutate(count: 2500)
  }
}
