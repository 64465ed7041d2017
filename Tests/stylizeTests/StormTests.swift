import Foundation
import Reference
import Testing

/// A storm of files: each picture that settles is painted once, whatever happens around it.
@Suite struct StormTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    for name in ["in", "outside"] {
      try FileManager.default.createDirectory(
        atPath: folder.path(name), withIntermediateDirectories: true)
    }
  }

  @Test func short() throws { try storm(files: 120, kills: 1) }

  @Test(.enabled(if: Soak.isOn)) func twoThousand() throws { try storm(files: 2000, kills: 0) }

  @Test(.enabled(if: Soak.isOn)) func twoThousandAndKilledInBetween() throws {
    try storm(files: 2000, kills: 5)
  }

  private struct Line: Decodable {
    struct Input: Decodable { var hash: String }
    var event: String
    var output: String
    var input: Input
  }

  private func storm(files: Int, kills: Int) throws {
    let arguments = [
      "watch", "--style", "starry", "--styles-dir", Program.styles, "-f", "png", "-r",
      folder.path("in"), folder.path("out"),
    ]
    var program = try RunningProgram(arguments, in: folder)
    #expect(program.wait { program.errors.contains("watching ") })
    let (root, writers, seed) = (folder.url.path, DispatchGroup(), testSeed())
    for writer in 0..<16 {
      DispatchQueue.global().async(group: writers) {
        var weather = Weather(root, seed: seed &+ UInt64(writer))
        for index in stride(from: writer, to: files, by: 16) { weather.strike(index) }
      }
    }
    for _ in 0..<kills {
      Thread.sleep(forTimeInterval: 1)
      program.kill(SIGKILL)
      program = try RunningProgram(arguments, in: folder)
    }
    writers.wait()
    let inputs = try FileManager.default.subpathsOfDirectory(atPath: folder.path("in"))
      .filter { $0.hasSuffix(".ppm") }
    let expected = Set(inputs.map { String($0.dropLast(3)) + "png" })
    #expect(expected.count > files * 3 / 4)
    #expect(program.wait { expected.isSubset(of: painted) })
    // Replaced ones have their second painting when nothing more happens.
    var (before, now) = (-1, journal.count)
    while before != now {
      Thread.sleep(forTimeInterval: 2)
      (before, now) = (now, journal.count)
    }
    program.signal(SIGUSR1)
    #expect(
      program.wait { program.errors.contains(" 0 waiting, 0 in progress") }, "\(program.errors)")
    #expect(program.stop() == 130)
    #expect(!program.errors.contains("error"), "\(program.errors)")
    // No version of any picture was painted twice,
    let finished = journal.filter { $0.event == "finished" }.map { "\($0.output) \($0.input.hash)" }
    #expect(Set(finished).count == finished.count)
    // and what lies there now is what all pictures should look like.
    let rest = try Program.paint("-r", "-f", "png", folder.path("in"), folder.path("out"))
    #expect(rest.status == 0)
    #expect(rest.lines.isEmpty, "\(rest.lines)")
    #expect(rest.errors.contains("0 painted, \(expected.count) skipped"), "\(rest.errors)")
  }

  private var painted: Set<String> {
    Set((try? FileManager.default.subpathsOfDirectory(atPath: folder.path("out"))) ?? [])
  }

  private var journal: [Line] {
    ((try? folder.data("out/.stylize.jsonl")) ?? Data()).split(separator: UInt8(ascii: "\n"))
      .compactMap { try? JSONDecoder().decode(Line.self, from: Data($0)) }
  }
}

/// What people and programs do to files.
private struct Weather {
  private let root: String
  private var random: SeededGenerator

  init(_ root: String, seed: UInt64) {
    (self.root, random) = (root, SeededGenerator(seed: seed))
  }

  mutating func strike(_ index: Int) {
    let path = "\(root)/in/\(index).ppm"
    switch index % 8 {
    case 0: write(bytes(index), path)
    case 1: write(bytes(index), path, pause: 0.1)
    case 2:
      // As copying programs do: another name first.
      write(bytes(index), path + ".part", pause: 0.02)
      rename(path + ".part", path)
    case 3:
      write(bytes(index), "\(root)/outside/\(index).ppm")
      rename("\(root)/outside/\(index).ppm", path)
    case 4:
      write(bytes(index), path)
      Thread.sleep(forTimeInterval: Double.random(in: 0...0.6, using: &random))
      write(bytes(index + 100_000), path, pause: 0.02)
    case 5:
      write(bytes(index), path)
      Thread.sleep(forTimeInterval: Double.random(in: 0...0.6, using: &random))
      unlink(path)
    case 6:
      write(bytes(index), path)
      Thread.sleep(forTimeInterval: Double.random(in: 0...0.6, using: &random))
      rename(path, "\(root)/in/\(index)-renamed.ppm")
    default:
      let inside = "\(root)/in/folder-\(index % 5)/of-\(index % 11)"
      try? FileManager.default.createDirectory(
        atPath: inside, withIntermediateDirectories: true)
      write(bytes(index), "\(inside)/\(index).ppm", pause: 0.01)
    }
  }

  /// A small picture that is like no other.
  private func bytes(_ index: Int) -> Data {
    let (width, height) = (8 + index % 13, 8 + index % 7)
    var data = Data("P6 \(width) \(height) 255\n".utf8)
    for pixel in 0..<(width * height) {
      data.append(contentsOf: [
        UInt8(truncatingIfNeeded: index), UInt8(truncatingIfNeeded: index >> 8),
        UInt8(truncatingIfNeeded: pixel &* 7 &+ index),
      ])
    }
    return data
  }

  private func write(_ data: Data, _ path: String, pause: Double = 0) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    for part in 0..<3 {
      let bytes = Array(data[(part * data.count / 3)..<((part + 1) * data.count / 3)])
      _ = Foundation.write(descriptor, bytes, bytes.count)
      if pause > 0 { Thread.sleep(forTimeInterval: pause) }
    }
    close(descriptor)
  }
}
