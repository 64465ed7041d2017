import Foundation
import Testing

/// Disks that are full, folders that can't be written, photographs that come and go, memory that is short.
@Suite struct AdversityTests {
  let folder: TemporaryFolder
  private let style = ["--style", "starry", "--styles-dir", Program.styles]

  init() throws { folder = try TemporaryFolder() }

  private func shell(_ command: String) throws -> Int32 {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", command]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
  }

  /// A disk of a few hundred kilobytes.
  @Test(.enabled(if: Mounting.isAllowed, "needs the rights to mount a file system"))
  func aFullDisk() throws {
    for index in 0..<12 { try folder.makePicture("in/\(index).ppm", width: 150, height: 150) }
    try FileManager.default.createDirectory(
      atPath: folder.path("out"), withIntermediateDirectories: false)
    try #require(try shell("mount -t tmpfs -o size=400k none '\(folder.path("out"))'") == 0)
    defer { _ = try? shell("umount '\(folder.path("out"))'") }
    let arguments = style + ["--json", folder.path("in"), folder.path("out")]
    let run = try Program.run(arguments)
    #expect(run.status == 1, "\(run.errors)")
    // One picture tells it; the others are not even tried.
    #expect(run.lines.count { $0.contains(#""code":"noSpace""#) } == 1)
    #expect(run.errors.contains("stopped because the disk is full"))
    let painted = try folder.contents("out")
    #expect(!painted.isEmpty && painted.count < 12)
    #expect(painted.values.allSatisfy { $0.count == 67_500 + 15 })
    // With room again the same command does the rest.
    #expect(try shell("mount -o remount,size=4m '\(folder.path("out"))'") == 0)
    #expect(try Program.run(arguments).status == 0)
    #expect(folder.names("out").count == 12)
    #expect(try Program.run(arguments).lines.count == 14)
  }

  /// An output that became read-only: nothing is painted, what is there stays, and each picture says so.
  @Test(.enabled(if: Mounting.isAllowed, "needs the rights to mount a file system"))
  func aReadOnlyDisk() throws {
    for index in 0..<4 { try folder.makePicture("in/\(index).ppm", width: 20, height: 20) }
    let out = folder.path("out")
    try FileManager.default.createDirectory(atPath: out, withIntermediateDirectories: false)
    try #require(try shell("mount -t tmpfs -o size=4m none '\(out)'") == 0)
    defer { _ = try? shell("umount '\(out)'") }
    #expect(try Program.run(style + [folder.path("in/0.ppm"), out]).status == 0)
    let before = try folder.contents("out")
    #expect(try shell("mount -o remount,ro '\(out)'") == 0)
    let arguments = style + ["--retries", "5", folder.path("in"), out]
    let run = try Program.run(arguments)
    #expect(run.status == 1, "\(run.errors)")
    for index in 1..<4 {
      let lines = run.errors.split(separator: "\n").filter { $0.contains("/out/\(index).ppm: ") }
      #expect(lines.count == 1 && lines[0].contains("Read-only file system"), "\(run.errors)")
    }
    #expect(run.errors.contains("0 painted, 1 skipped, 3 failed"))
    let told = try Program.run(["--json"] + arguments)
    #expect(told.lines.count { $0.contains(#""code":"unwritable""#) } == 3, "\(told.lines)")
    #expect(try folder.contents("out") == before)
    // Where nothing was there before, all fail.
    try folder.makePicture("other/new.ppm", width: 20, height: 20)
    #expect(try Program.run(style + [folder.path("other"), out]).status == 5)
    #expect(try shell("mount -o remount,rw '\(out)'") == 0)
    #expect(try Program.run(arguments).status == 0)
    #expect(folder.names("out").count == 4)
  }

  @Test func aFolderThatCannotBeWritten() throws {
    try folder.makePicture("in/a.ppm", width: 9, height: 8)
    for (output, blamed) in [
      ("/proc/nowhere", "/proc/nowhere"), (folder.path("in/a.ppm/below"), folder.path("in/a.ppm")),
    ] {
      let run = try Program.run(style + ["--retries", "5", folder.path("in"), output])
      #expect(run.status == 5, "\(run.errors)")
      #expect(run.errors.contains("\(blamed): the folder can't be made"))
    }
  }

  /// What stays wrong is not tried again and again.
  @Test func lastingFaultsAreNotRetried() throws {
    try folder.write(Data("?".utf8), "in.jpg")
    let run = try Program.run(
      style + ["--json", "--retries", "1000", folder.path("in.jpg"), folder.path("out.png")])
    #expect(run.status == 5)
    #expect(run.lines[1].contains(#""attempts":1"#))
  }

  /// Photographs are replaced and deleted while the batch runs: each painting is of one state of its
  /// photograph, and at rest the same command paints what has changed since.
  @Test func photographsThatChangeAndVanish() throws {
    for index in 0..<30 { try folder.makePicture("in/\(index).ppm", width: 30, height: 30) }
    let arguments = style + ["--retries", "3", folder.path("in"), folder.path("out")]
    let process = try Program.start(arguments)
    for index in 0..<60 where process.isRunning {
      if index.isMultiple(of: 3) {
        try? FileManager.default.removeItem(atPath: folder.path("in/\(index / 2).ppm"))
      } else {
        try folder.makePicture("in/\(index / 2).ppm", width: 20 + index, height: 25)
      }
      Thread.sleep(forTimeInterval: 0.01)
    }
    process.waitUntilExit()
    #expect(process.terminationStatus == 0 || process.terminationStatus == 1)
    try? FileManager.default.removeItem(atPath: folder.path("in/3.ppm"))
    #expect(try Program.run(arguments).status == 0)
    #expect(try Program.run(arguments).lines.isEmpty)
    #expect(
      try Program.run(style + [folder.path("in"), folder.path("fresh")]).status == 0)
    let (worn, fresh) = (try folder.contents("out"), try folder.contents("fresh"))
    for (name, painting) in fresh { #expect(worn[name] == painting, "\(name)") }
  }

  /// A device that has no memory for one picture fails that one, with its own exit status.
  @Test func memoryThatGivesOut() throws {
    let side = 4500
    try folder.write(
      Data("P6 \(side) \(side) 255\n".utf8) + Data(repeating: 90, count: side * side * 3),
      "large.ppm")
    let process = Program.prepared([])
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    let options = [
      "--json", "--retries", "0", "--threads", "1", "--stroke-size", "1", "--memory", "8G",
    ]
    let quoted = (style + options).joined(separator: "' '")
    process.arguments = [
      "-c",
      "ulimit -v 1000000; exec '\(Program.executable.path)' '\(quoted)'"
        + " '\(folder.path("large.ppm"))' '\(folder.path("out.png"))'",
    ]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = String(
      decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 4)
    #expect(output.contains(#""code":"device""#))
    #expect(folder.names() == ["large.ppm"])
  }

  /// Resident memory and open files of a batch, as the system counts them.
  private struct Usage {
    var resident: Int
    var files: Int

    init?(of process: Process) {
      let folder = "/proc/\(process.processIdentifier)"
      guard let status = try? String(contentsOfFile: folder + "/status", encoding: .utf8),
        let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmRSS:") }),
        let kilobytes = line.split(whereSeparator: { !$0.isNumber }).first.flatMap({ Int($0) }),
        let files = try? FileManager.default.contentsOfDirectory(atPath: folder + "/fd").count
      else { return nil }
      (resident, self.files) = (kilobytes, files)
    }
  }

  /// Follows a batch: what is used when `early` pictures are done, and at the end.
  private func expectFlatMemory(pictures: Int, early: Int, tolerance: Double) throws {
    for index in 0..<pictures {
      try folder.makePicture("in/\(index).ppm", width: 24 + index % 9, height: 24 + index % 7)
    }
    let process = Program.prepared(style + [folder.path("in"), folder.path("out")])
    let pipe = Pipe()
    (process.standardOutput, process.standardError) = (pipe, FileHandle.nullDevice)
    process.standardInput = FileHandle.nullDevice
    try process.run()
    var (done, samples) = (0, [Usage]())
    // Near the end but not at it, where the program begins to give memory back.
    let marks = [early, pictures - pictures / 50]
    while case let data = pipe.fileHandleForReading.availableData, !data.isEmpty {
      done += data.count { $0 == UInt8(ascii: "\n") }
      if samples.count < 2, done >= marks[samples.count], let usage = Usage(of: process) {
        samples.append(usage)
      }
    }
    process.waitUntilExit()
    #expect(done == pictures)
    try #require(samples.count == 2)
    let (before, after) = (samples[0], samples[1])
    print(
      "Resident after \(marks[0]) pictures \(before.resident) kB, after \(marks[1])"
        + " \(after.resident) kB; open files \(before.files) and \(after.files)")
    #expect(Double(after.resident) < Double(before.resident) * (1 + tolerance))
    #expect(after.files <= before.files + 4)
  }

  @Test func memoryStaysFlat() throws {
    try expectFlatMemory(pictures: 300, early: 100, tolerance: 0.15)
  }

  @Test(.enabled(if: Soak.isOn)) func memoryStaysFlatOverFiveThousand() throws {
    try expectFlatMemory(pictures: 5000, early: 200, tolerance: 0.05)
  }
}
