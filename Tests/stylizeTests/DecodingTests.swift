import Foundation
import Testing

/// Decoders that go on for ever or break down cost one picture and nothing else.
@Suite struct DecodingTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.makePicture("in/b.ppm", width: 30, height: 20)
  }

  @Test(arguments: [[], ["--allow-untrusted"]])
  func aFileThatKeepsRecognitionBusy(options: [String]) throws {
    try folder.write(TemporaryFolder.endlessGzip, "in/a.jpg")
    try folder.write(TemporaryFolder.endlessGzip, "in/c.png")
    let run = try Program.limited(
      Program.look + options + ["-f", "png", folder.path("in"), folder.path("out")])
    #expect(run.status == 1, "\(run.errors)")
    #expect(folder.names("out") == ["b.png"])
    for name in ["a.jpg", "c.png"] {
      #expect(run.errors.contains("in/\(name): "), "\(run.errors)")
    }
    if options.isEmpty { #expect(run.errors.contains("found a gzip archive")) }
  }

  @Test func twoOfThemDoNotStopAWatcher() throws {
    try folder.write(TemporaryFolder.endlessGzip, "in/a.jpg")
    try folder.write(TemporaryFolder.endlessGzip, "in/aa.jpg")
    let program = try RunningProgram(
      ["watch"] + Program.look + ["-f", "png", folder.path("in"), folder.path("out")], in: folder)
    #expect(program.wait(seconds: 30) { program.lines.count == 1 }, "\(program.errors)")
    let start = Date()
    #expect(program.stop() == 130)
    #expect(Date().timeIntervalSince(start) < 10)
  }

  private static let drawing = """
    <svg xmlns='http://www.w3.org/2000/svg' width='40' height='30'>
    <rect width='40' height='15' fill='#c04020'/></svg>
    """

  /// Decoded elsewhere, a picture comes out as it is decoded here.
  @Test func aDrawingOfAnotherProcess() throws {
    try folder.write(Data(Self.drawing.utf8), "in/a.svg")
    let refused = try Program.paint(folder.path("in/a.svg"), folder.path("refused.ppm"))
    #expect(refused.errors.contains("untrusted"))
    let run = try Program.limited(
      Program.look + [
        "--strength", "0", "--allow-untrusted", folder.path("in/a.svg"), folder.path("a.ppm"),
      ])
    #expect(run.status == 0, "\(run.errors)")
    let picture = try folder.data("a.ppm")
    #expect(picture.starts(with: Data("P6\n40 30\n255\n".utf8)))
    #expect(Array(picture[(picture.count - 40 * 30 * 3)...].prefix(3)) == [0xc0, 0x40, 0x20])
    // Through a pipe it has no file.
    let piped = try Program.limited(
      Program.look + ["--strength", "0", "--allow-untrusted", "-f", "ppm", "-", "-"],
      input: Data(Self.drawing.utf8))
    #expect(piped.output == picture)
  }

  /// What a drawing asks for takes minutes: here it has one second.
  @Test func aDecoderThatTakesTooLong() throws {
    let blur = (0..<200).map { _ in "<feGaussianBlur stdDeviation='400'/>" }.joined()
    let slow = """
      <svg xmlns='http://www.w3.org/2000/svg' width='5000' height='5000'><filter id='f'>\(blur)</filter>
      <rect width='4000' height='4000' fill='red' filter='url(#f)'/></svg>
      """
    try folder.write(Data(slow.utf8), "in/a.svg")
    let start = Date()
    let run = try Program.limited(
      Program.look + [
        "--allow-untrusted", "--decode-timeout", "1", "-f", "png", folder.path("in/a.svg"),
        folder.path("in/b.ppm"), folder.path("out"),
      ])
    #expect(run.status == 1, "\(run.errors)")
    #expect(run.errors.contains("in/a.svg: not decoded in 1 seconds, given up"), "\(run.errors)")
    #expect(folder.names("out") == ["b.png"])
    #expect(Date().timeIntervalSince(start) < 30)
  }

  /// A process that decodes and is killed stands for a decoder that corrupts its memory.
  @Test func aDecoderThatBreaksDown() throws {
    let blur = (0..<200).map { _ in "<feGaussianBlur stdDeviation='400'/>" }.joined()
    let slow = """
      <svg xmlns='http://www.w3.org/2000/svg' width='5000' height='5000'><filter id='f'>\(blur)</filter>
      <rect width='4000' height='4000' fill='red' filter='url(#f)'/></svg>
      """
    try folder.write(Data(slow.utf8), "in/a.svg")
    let program = try RunningProgram(
      Program.look + [
        "--allow-untrusted", "-f", "png", folder.path("in/a.svg"), folder.path("in/b.ppm"),
        folder.path("out"),
      ], in: folder)
    var child: pid_t?
    #expect(
      program.wait(seconds: 30) {
        child = program.children.first
        return child != nil && program.lines.count == 1
      }, "\(program.errors)")
    kill(try #require(child), SIGSEGV)
    #expect(program.wait(seconds: 30) { !program.process.isRunning })
    #expect(program.process.terminationStatus == 1)
    #expect(program.errors.contains("in/a.svg: its decoder failed: it was ended by signal 11"))
    #expect(folder.names("out") == ["b.png"])
  }

  /// Whoever is killed takes the processes that decode for it along.
  @Test func noDecoderIsLeftBehind() throws {
    let blur = (0..<200).map { _ in "<feGaussianBlur stdDeviation='400'/>" }.joined()
    try folder.write(
      Data(
        "<svg xmlns='http://www.w3.org/2000/svg' width='5000' height='5000'><filter id='f'>\(blur)</filter><rect width='4000' height='4000' filter='url(#f)'/></svg>"
          .utf8), "in/a.svg")
    let program = try RunningProgram(
      Program.look + ["--allow-untrusted", folder.path("in/a.svg"), folder.path("a.png")],
      in: folder)
    var child: pid_t?
    #expect(
      program.wait(seconds: 30) {
        child = program.children.first
        return child != nil
      })
    let orphan = try #require(child)
    program.kill(SIGKILL)
    let end = Date().addingTimeInterval(10)
    var isGone: Bool { kill(orphan, 0) != 0 || RunningProgram.isZombie(orphan) }
    while !isGone, Date() < end { Thread.sleep(forTimeInterval: 0.02) }
    #expect(isGone)
  }

  @Test func aSignalEndsItAtOnce() throws {
    let blur = (0..<200).map { _ in "<feGaussianBlur stdDeviation='400'/>" }.joined()
    try folder.write(
      Data(
        "<svg xmlns='http://www.w3.org/2000/svg' width='5000' height='5000'><filter id='f'>\(blur)</filter><rect width='4000' height='4000' filter='url(#f)'/></svg>"
          .utf8), "in/a.svg")
    let program = try RunningProgram(
      Program.look + ["--allow-untrusted", folder.path("in/a.svg"), folder.path("a.png")],
      in: folder)
    #expect(program.wait(seconds: 30) { !program.children.isEmpty })
    let start = Date()
    #expect(program.stop() == 130)
    #expect(Date().timeIntervalSince(start) < 5)
  }
}

extension RunningProgram {
  /// The processes that it has started.
  var children: [pid_t] {
    let path = "/proc/\(process.processIdentifier)/task"
    let threads = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return threads.flatMap { thread in
      ((try? String(contentsOfFile: "\(path)/\(thread)/children", encoding: .utf8)) ?? "")
        .split(separator: " ").compactMap { pid_t($0) }
    }
  }

  static func isZombie(_ process: pid_t) -> Bool {
    let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
    return status?.contains(") Z ") ?? true
  }
}
