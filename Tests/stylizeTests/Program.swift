import Foundation

/// The real binary, run as a person runs it.
struct Program {
  var status: Int32
  var output: Data
  var errors: String

  var lines: [String] {
    String(decoding: output, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  /// Runs `stylize` with the styles of this repository and no others.
  static func run(_ arguments: String..., input: Data? = nil) throws -> Program {
    try run(arguments, input: input)
  }

  /// - Parameter environment: beside what every run has.
  static func run(
    _ arguments: [String], input: Data? = nil, environment: [String: String] = [:]
  ) throws -> Program {
    let process = prepared(arguments)
    process.environment?.merge(environment) { $1 }
    let (out, err, standardInput) = (Pipe(), Pipe(), Pipe())
    process.standardOutput = out
    process.standardError = err
    process.standardInput = standardInput
    try process.run()
    DispatchQueue.global().async {
      try? standardInput.fileHandleForWriting.write(contentsOf: input ?? Data())
      try? standardInput.fileHandleForWriting.close()
    }
    let errors = Background { err.fileHandleForReading.readDataToEndOfFile() }
    let output = out.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Program(
      status: process.terminationStatus, output: output,
      errors: String(decoding: errors.value, as: UTF8.self))
  }

  /// The process, not yet running.
  static func prepared(_ arguments: [String]) -> Process {
    let process = Process()
    process.executableURL = executable
    process.arguments = arguments
    process.environment = [
      "XDG_DATA_HOME": styles, "XDG_DATA_DIRS": styles, "PATH": "/usr/bin:/bin",
    ]
    process.currentDirectoryURL = FileManager.default.temporaryDirectory
    return process
  }

  /// Starts it without waiting; what it says is thrown away.
  static func start(_ arguments: [String]) throws -> Process {
    let process = prepared(arguments)
    for keyPath in [\Process.standardOutput, \Process.standardError, \Process.standardInput] {
      process[keyPath: keyPath] = FileHandle.nullDevice
    }
    try process.run()
    return process
  }

  /// Runs it on pictures in a style, with the options that make it quick to look at.
  static func paint(_ arguments: String..., style: String = "starry") throws -> Program {
    try run(["--style", style, "--styles-dir", styles] + arguments)
  }

  /// The binary lies beside the test bundle.
  static let executable = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    .deletingLastPathComponent().appendingPathComponent("stylize")

  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  static let styles = root.appendingPathComponent("Styles").path
}

/// A value that is made on another thread.
private final class Background: @unchecked Sendable {
  private let group = DispatchGroup()
  // Written before the group is left, read after it was waited for.
  private var result = Data()

  init(_ body: @escaping @Sendable () -> Data) {
    DispatchQueue.global().async(group: group) { [self] in result = body() }
  }

  var value: Data {
    group.wait()
    return result
  }
}

/// A folder that is gone when the test is over.
final class TemporaryFolder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory
      .appendingPathComponent("stylize-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func path(_ name: String) -> String { url.appendingPathComponent(name).path }

  /// The names in it, or in a folder inside, sorted; hidden ones too, but for the journal.
  func names(_ folder: String = "") -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: path(folder))) ?? [])
      .filter { $0 != ".stylize.jsonl" }.sorted()
  }

  func write(_ data: Data, _ name: String) throws {
    try data.write(to: URL(fileURLWithPath: path(name)))
  }

  /// All files in a folder inside by their relative path, but for the journal.
  func contents(_ folder: String) throws -> [String: Data] {
    let paths = try FileManager.default.subpathsOfDirectory(atPath: path(folder))
    var found: [String: Data] = [:]
    for name in paths where name != ".stylize.jsonl" {
      var isFolder: ObjCBool = false
      _ = FileManager.default.fileExists(atPath: path("\(folder)/\(name)"), isDirectory: &isFolder)
      if !isFolder.boolValue { found[name] = try data("\(folder)/\(name)") }
    }
    return found
  }

  /// Makes a folder of a shipped style that recommends grain, 8-bit levels, and gives its path.
  func makeStyles(_ style: String = "starry", grain: Double) throws -> String {
    let packs = path("styles")
    try FileManager.default.createDirectory(atPath: packs, withIntermediateDirectories: true)
    for name in [style, "photo", "trunk"] {
      try FileManager.default.copyItem(
        atPath: Program.styles + "/" + name, toPath: packs + "/" + name)
    }
    var facts =
      try JSONSerialization.jsonObject(with: data("styles/\(style)/style.json"))
      as! [String: Any]
    facts["grain"] = grain
    try write(JSONSerialization.data(withJSONObject: facts), "styles/\(style)/style.json")
    return packs
  }

  func data(_ name: String) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: path(name)))
  }

  /// Writes a picture in plain PPM: a gradient with some structure.
  func makePicture(_ name: String, width: Int = 40, height: Int = 28) throws {
    var data = Data("P6 \(width) \(height) 255\n".utf8)
    for row in 0..<height {
      for column in 0..<width {
        data.append(UInt8(row * 255 / height))
        data.append(UInt8(column * 255 / width))
        data.append((row / 8 + column / 8).isMultiple(of: 2) ? 40 : 200)
      }
    }
    let file = URL(fileURLWithPath: path(name))
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: file)
  }
}
