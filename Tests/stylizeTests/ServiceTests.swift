import Foundation
import Testing

/// A watcher as a service.
@Suite struct ServiceTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.makePicture("in/a.ppm")
  }

  private func arguments() -> [String] {
    [
      "watch", "--style", "starry", "--styles-dir", Program.styles, folder.path("in"),
      folder.path("out"),
    ]
  }

  /// The service manager's end of the socket.
  private final class Manager {
    let descriptor: Int32

    init(_ path: String) {
      descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
      var address = sockaddr_un()
      address.sun_family = sa_family_t(AF_UNIX)
      withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
      withUnsafePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          #expect(bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0)
        }
      }
    }

    deinit { close(descriptor) }

    var messages: [String] {
      var (messages, bytes) = ([String](), [UInt8](repeating: 0, count: 4096))
      while case let count = recv(descriptor, &bytes, bytes.count, Int32(MSG_DONTWAIT)),
        count > 0
      {
        messages.append(String(decoding: bytes[..<count], as: UTF8.self))
      }
      return messages
    }
  }

  private static let analyser = "/usr/bin/systemd-analyze"

  /// As systemd judges the unit: 0 is safe, 10 is not; the analyser fails above the threshold.
  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: analyser)))
  func theUnitShutsTheProgramIn() throws {
    let unit = folder.path("stylize@test.service")
    try FileManager.default.copyItem(
      atPath: Program.root.appendingPathComponent("Samples/service/stylize@.service").path,
      toPath: unit)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Self.analyser)
    // In tenths.
    process.arguments = ["security", "--offline=yes", "--no-pager", "--threshold=10", unit]
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
  }

  @Test func tellsTheServiceManager() throws {
    let manager = Manager(folder.path("s"))
    let program = try RunningProgram(
      arguments(), in: folder,
      environment: ["NOTIFY_SOCKET": folder.path("s"), "WATCHDOG_USEC": "400000"])
    #expect(program.wait { program.lines.count == 1 })
    Thread.sleep(forTimeInterval: 1.2)
    var messages = manager.messages
    #expect(messages.contains("READY=1"))
    #expect(messages.contains("STATUS=watching by events"))
    #expect(messages.contains("STATUS=1 painted, 0 failed"))
    // One in 0.2 seconds.
    #expect((4...20).contains(messages.count { $0 == "WATCHDOG=1" }), "\(messages)")
    #expect(program.stop() == 130)
    messages = manager.messages
    #expect(messages.contains("STOPPING=1"))
  }

  @Test func aWatchdogOfAnotherProcessIsNotOurs() throws {
    let manager = Manager(folder.path("s"))
    let program = try RunningProgram(
      arguments(), in: folder,
      environment: [
        "NOTIFY_SOCKET": folder.path("s"), "WATCHDOG_USEC": "200000", "WATCHDOG_PID": "1",
      ])
    #expect(program.wait { program.lines.count == 1 })
    Thread.sleep(forTimeInterval: 0.5)
    #expect(!manager.messages.contains("WATCHDOG=1"))
    #expect(program.stop() == 130)
  }

  @Test func theJournalReadsPriorities() throws {
    try folder.write(Data("hello".utf8), "in/b.jpg")
    let log = folder.path("log")
    _ = FileManager.default.createFile(atPath: log, contents: nil)
    var facts = stat()
    #expect(stat(log, &facts) == 0)
    let process = Program.prepared(arguments())
    process.standardError = FileHandle(forWritingAtPath: log)
    process.standardOutput = FileHandle.nullDevice
    process.environment?["JOURNAL_STREAM"] = "\(facts.st_dev):\(facts.st_ino)"
    try process.run()
    let end = Date().addingTimeInterval(30)
    var said = ""
    while Date() < end, !said.contains("expected a picture") {
      Thread.sleep(forTimeInterval: 0.05)
      said = String(decoding: try folder.data("log"), as: UTF8.self)
    }
    kill(process.processIdentifier, SIGTERM)
    process.waitUntilExit()
    #expect(said.contains("<6>stylize: watching "))
    #expect(said.contains("<3>stylize: error: "))
  }
}
