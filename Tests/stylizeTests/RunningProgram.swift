import Foundation

/// The real binary while it runs, with what it says kept in files.
final class RunningProgram {
  let process: Process
  private let outputPath: String
  private let errorPath: String

  /// - Parameters:
  ///   - folder: where what it says goes.
  ///   - environment: besides the usual one.
  init(
    _ arguments: [String], in folder: TemporaryFolder, environment: [String: String] = [:]
  ) throws {
    let name = UUID().uuidString
    (outputPath, errorPath) = (folder.path("\(name).out"), folder.path("\(name).err"))
    process = Program.prepared(arguments)
    process.environment?.merge(environment) { $1 }
    for (path, key) in [
      (outputPath, \Process.standardOutput), (errorPath, \Process.standardError),
    ] {
      _ = FileManager.default.createFile(atPath: path, contents: nil)
      process[keyPath: key] = FileHandle(forWritingAtPath: path)
    }
    process.standardInput = FileHandle.nullDevice
    try process.run()
  }

  deinit {
    if process.isRunning { kill(SIGKILL) }
  }

  var output: String { text(outputPath) }
  var errors: String { text(errorPath) }
  var lines: [String] { output.split(separator: "\n").map(String.init) }

  private func text(_ path: String) -> String {
    String(decoding: (try? Data(contentsOf: URL(fileURLWithPath: path))) ?? Data(), as: UTF8.self)
  }

  func signal(_ number: Int32) { Foundation.kill(process.processIdentifier, number) }

  func kill(_ number: Int32) {
    signal(number)
    process.waitUntilExit()
  }

  /// Stops it as a service manager does.
  ///
  /// - Returns: its exit status.
  func stop() -> Int32 {
    kill(SIGTERM)
    return process.terminationStatus
  }

  /// Waits until something is so; false when it isn't after a long while.
  func wait(seconds: Double = 60, until condition: () -> Bool) -> Bool {
    let end = Date().addingTimeInterval(seconds)
    while Date() < end {
      if condition() { return true }
      guard process.isRunning else { return condition() }
      Thread.sleep(forTimeInterval: 0.02)
    }
    return condition()
  }
}
