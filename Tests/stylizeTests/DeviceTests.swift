import Foundation
import Testing

/// Devices as a user chooses them, on the OpenCL device that the processor plays; and what happens to
/// pictures when they fail.
@Suite struct DeviceTests {
  private struct Listing: Decodable {
    struct Device: Decodable {
      var id: String
      var kind: String
      var name: String
      var driver: String
      var computeUnits: Int
      var memoryBytes: Int
      var isChosen: Bool
    }
    var devices: [Device]
    var reason: String
  }

  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    for index in 1...3 {
      try folder.makePicture("in/\(index).ppm", width: 36 + index, height: 29)
    }
  }

  private var environment: [String: String] {
    var environment = [
      "XDG_CACHE_HOME": folder.path("cache"), "XDG_CONFIG_HOME": folder.path("config"),
    ]
    // The driver keeps compiled programs of its own there; making them takes most of the time.
    environment["POCL_CACHE_DIR"] = ProcessInfo.processInfo.environment["HOME"]
      .map { $0 + "/.cache/pocl/kcache" }
    return environment
  }

  /// - Parameters:
  ///   - input: what comes through the pipe.
  ///   - faults: what the devices do wrong.
  ///   - devices: as the driver names them; nil for one.
  ///   - drivers: the folder that says which there are.
  func run(
    _ arguments: [String], input: Data? = nil, faults: String? = nil, devices: String? = nil,
    drivers: String? = nil
  ) throws -> Program {
    var environment = environment
    environment["STYLIZE_OPENCL_FAULTS"] = faults
    environment["POCL_DEVICES"] = devices
    environment["OCL_ICD_VENDORS"] = drivers
    return try Program.run(arguments, input: input, environment: environment)
  }

  private func paint(
    _ device: String, to output: String, faults: String? = nil, devices: String? = nil,
    _ more: String...
  ) throws -> Program {
    let look = ["--style", "wave", "--styles-dir", Program.styles, "-g", device, "--json"]
    return try run(
      look + more + [folder.path("in"), folder.path(output)], faults: faults, devices: devices)
  }

  /// The least agreement of the paintings in two folders, in decibels.
  private func agreement(_ first: String, _ second: String) throws -> Double {
    let (first, second) = (try folder.contents(first), try folder.contents(second))
    #expect(first.keys.sorted() == ["1.ppm", "2.ppm", "3.ppm"])
    #expect(first.keys.sorted() == second.keys.sorted())
    return first.map { agreement($1, second[$0] ?? Data()) }.min() ?? 0
  }

  /// Of two pictures.
  func agreement(_ first: Data, _ second: Data) -> Double {
    guard first.count == second.count else { return 0 }
    let squares = zip(first, second).reduce(0) {
      let difference = Int($1.0) - Int($1.1)
      return $0 + difference * difference
    }
    return 10 * log10(255 * 255 * Double(first.count) / max(Double(squares), 1e-3))
  }

  private func devices(of run: Program) -> Set<String> {
    Set(
      run.lines.compactMap { line in
        line.firstMatch(of: /"device":"([^"]*)"/).map { String($0.1) }
      })
  }

  @Test func listed() throws {
    let run = try run(["devices", "--json"])
    #expect(run.status == 0)
    let listing = try JSONDecoder().decode(Listing.self, from: run.output)
    #expect(listing.devices.first?.id == "cpu")
    #expect(listing.devices.contains { $0.id == "0" && $0.kind == "software" })
    #expect(listing.devices.allSatisfy { $0.memoryBytes > 0 })
    // What is software is never chosen.
    #expect(listing.devices.filter(\.isChosen).allSatisfy { $0.kind != "software" })
    #expect(listing.devices.filter(\.isChosen).count == 1)
    #expect(try self.run(["devices"]).lines.contains { $0.hasPrefix("--device auto uses ") })
  }

  @Test func withoutDrivers() throws {
    let run = try run(["devices", "--json"], drivers: folder.path("none"))
    let listing = try JSONDecoder().decode(Listing.self, from: run.output)
    #expect(listing.devices.map(\.id) == ["cpu"])
    #expect(listing.devices[0].isChosen)
  }

  @Test func unknownDevice() throws {
    let run = try paint("7", to: "out")
    #expect(run.status == 4)
    #expect(run.errors.contains("no device '7'; found cpu"))
    #expect(folder.names("out").isEmpty)
  }

  /// Keeps scores as if they had been measured: the processor's is 1.
  func keep(score: Double, devices: String) throws {
    let run = try run(["devices", "--json"], devices: devices)
    let rows = try JSONDecoder().decode(Listing.self, from: run.output).devices
    let scores = Dictionary(
      rows.map { ("\($0.name) | \($0.driver) | \($0.computeUnits)", $0.id == "cpu" ? 1 : score) }
    ) { $1 }
    let file = URL(fileURLWithPath: folder.path("cache/stylize/opencl/scores.json"))
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try JSONEncoder().encode(scores).write(to: file)
  }

  @Test func automaticTakesTheFastest() throws {
    for (score, chosen) in [(2, "opencl:0"), (0.5, "cpu")] {
      try keep(score: score, devices: "pthread")
      let run = try paint("auto", to: chosen, faults: "make-cards", devices: "pthread")
      #expect(run.status == 0, "\(run.errors)")
      #expect(devices(of: run) == [chosen])
      #expect(!run.errors.contains("warning"))
    }
  }

  /// A card that painted well when it was scored, and can't be used any more.
  @Test(arguments: [
    ("lost-after=0", "pthread", "cpu", 1), ("refuse-from=1", "pthread", "cpu", 1),
    ("lost-after=0,device=0", "pthread pthread", "opencl:1", 1),
    ("lost-after=0", "pthread pthread", "cpu", 2),
  ])
  func automaticGoesOnWithTheNextBest(
    faults: String, cards: String, chosen: String, warnings: Int
  ) throws {
    try keep(score: 2, devices: cards)
    let run = try paint("auto", to: "out", faults: "make-cards," + faults, devices: cards)
    #expect(run.status == 0, "\(run.errors)")
    #expect(devices(of: run) == [chosen])
    #expect(folder.names("out").count == 3)
    let lines = run.errors.split(separator: "\n").filter { $0.contains("warning") }
    #expect(lines.count == warnings)
    for (index, line) in lines.enumerated() {
      #expect(line.contains("the device \(index) (pthread"))
      #expect(line.contains("can't be used: "))
    }
    let name = chosen.split(separator: ":").last!
    #expect(lines.last?.contains("; painting on \(name) (") == true)
  }

  /// Who names a device wants that one.
  @Test(arguments: ["0", "gpu", "pthread", "cpu,0"])
  func namedDeviceThatCannotBeUsed(device: String) throws {
    try keep(score: 2, devices: "pthread")
    let run = try paint(
      device, to: "out", faults: "make-cards,refuse-from=1", devices: "pthread")
    #expect(run.status == 4)
    #expect(run.errors.contains("error: the device 0 (pthread"))
    #expect(run.errors.contains("can't be used: "))
    #expect(folder.names("out").isEmpty)
  }

  @Test func anyDevicePaintsTheSamePicture() throws {
    let reference = try paint("cpu", to: "cpu")
    #expect(devices(of: reference) == ["cpu"])
    let run = try paint("0", to: "out")
    #expect(run.status == 0, "\(run.errors)")
    #expect(devices(of: run) == ["opencl:0"])
    #expect(try agreement("cpu", "out") > 50)

    // Too little memory for any plan: the processor paints, and it is said.
    let little = try paint("0", to: "little", "--vram", "30Mi")
    #expect(little.status == 0, "\(little.errors)")
    if devices(of: little) == ["cpu"] {
      #expect(little.errors.contains("painting on the processor"))
      #expect(try folder.contents("little") == folder.contents("cpu"))
    } else {
      #expect(try folder.contents("little") == folder.contents("out"))
    }
  }

  @Test func severalDevicesShareABatch() throws {
    _ = try paint("cpu", to: "cpu")
    let run = try paint("0,1", to: "out", devices: "pthread pthread")
    #expect(run.status == 0, "\(run.errors)")
    #expect(devices(of: run) == ["opencl:0", "opencl:1"])
    #expect(try agreement("cpu", "out") > 50)
  }

  /// One of them has nothing to do when the batch is stopped, and must not be waited for.
  @Test func stoppedWhileADeviceIsIdle() throws {
    for index in 0..<30 { try folder.makePicture("many/\(index).ppm", width: 700, height: 500) }
    let run = try RunningProgram(
      ["--style", "wave", "--styles-dir", Program.styles, "-g", "cpu,0", "--json"]
        + [folder.path("many"), folder.path("out")], in: folder,
      environment: environment.merging(["POCL_DEVICES": "pthread"]) { $1 })
    #expect(run.wait(seconds: 180) { run.output.contains(#""event":"finished""#) })
    run.signal(SIGTERM)
    #expect(run.wait(seconds: 30) { !run.process.isRunning }, "it does not end")
    #expect(!run.process.isRunning && run.process.terminationStatus == 130)
  }

  /// Whatever a device does wrong, every picture comes out right, and the log says what happened.
  @Test(arguments: [
    ("lost-after=60", "all to come go to the processor"),
    ("break-programs", "all to come go to the processor"),
    ("refuse-from=45", "planning again with less memory"),
    ("nan-in=4", "painting again in single precision"),
    ("saturate-in=3", "painting again in single precision"),
  ])
  func faults(_ fault: String, _ what: String) throws {
    _ = try paint("cpu", to: "cpu")
    let run = try paint("0", to: "out", faults: fault)
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.errors.contains(what), "\(run.errors)")
    #expect(try agreement("cpu", "out") > 50)
  }

  /// What came through a pipe can't be read again when a device fails.
  @Test func aPipedPictureOutlivesItsDevice() throws {
    let look = ["--style", "wave", "--styles-dir", Program.styles, "--format", "png", "-g"]
    let photograph = try folder.data("in/1.ppm")
    let expected = try run(look + ["cpu", "-", "-"], input: photograph)
    let painted = try run(
      look + ["0", "-", "-"], input: photograph, faults: "lost-after=60")
    #expect(painted.status == 0, "\(painted.errors)")
    #expect(painted.errors.contains("all to come go to the processor"))
    #expect(!expected.output.isEmpty)
    #expect(painted.output == expected.output)
  }
}
