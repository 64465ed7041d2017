import Foundation
import Testing

/// A fresh folder with the files that the README's commands name, and a shell in it that finds `stylize`
/// and its styles as if it were installed.
final class ReadmeFolder {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try place("data/stylize", linking: "system/stylize/styles", to: Program.styles)
    try place("bin", linking: "bin/stylize", to: Program.executable.path)
    // Where the sample finds styles is where `make install` puts them, which a test doesn't do.
    let configuration = try String(contentsOfFile: sample, encoding: .utf8)
      .replacingOccurrences(of: "/usr/local/share/stylize/styles", with: Program.styles)
    try FileManager.default.createDirectory(
      atPath: folder.path("config/stylize"), withIntermediateDirectories: true)
    try folder.write(Data(configuration.utf8), "config/stylize/stylize.yaml")
    try place("work", linking: "work/candy.pth", to: checkpoint)
    for (index, name) in ["photo.jpg", "a.jpg", "b.tif", "in.jpg", "in.tif", "big.tif"].enumerated()
    {
      let depth = name == "in.tif" ? ["--bit-depth", "16"] : []
      let scale = name == "big.tif" ? 4 : 1
      try make(name, width: scale * (96 + 8 * index), height: scale * 72, depth)
    }
    for index in 0..<16 { try make("in/\(index).jpg", width: 40 + index, height: 32) }
    for index in 0..<2 { try make("in/deeper/\(index).jpg", width: 48 + index, height: 32) }
    // As large as in.jpg: white on the left, black on the right.
    var mask = Data("P5 120 72 255\n".utf8)
    for _ in 0..<72 { mask += Data((0..<120).map { $0 < 60 ? 255 : 0 }) }
    try folder.write(mask, "mask.pgm")
    try copy("mask.pgm", to: "mask.png")
  }

  private var sample: String {
    Program.root.appendingPathComponent("Samples/service/stylize.yaml").path
  }

  private var checkpoint: String {
    Program.root.appendingPathComponent("Tests/ModelImportTests/Fixtures/checkpoints/examples.pth")
      .path
  }

  private func place(_ parent: String, linking name: String, to target: String) throws {
    for path in [parent, (name as NSString).deletingLastPathComponent] {
      try FileManager.default.createDirectory(
        atPath: folder.path(path), withIntermediateDirectories: true)
    }
    try FileManager.default.createSymbolicLink(
      atPath: folder.path(name), withDestinationPath: target)
  }

  private func make(_ name: String, width: Int, height: Int, _ options: [String] = []) throws {
    try folder.makePicture("source.ppm", width: width, height: height)
    try copy("source.ppm", to: "work/\(name)", options)
  }

  /// Writes a picture in another format: at strength 0 a painting is the photograph.
  private func copy(_ name: String, to copy: String, _ options: [String] = []) throws {
    let path = copy.hasPrefix("mask") ? "work/\(copy)" : copy
    let run = try Program.paint(
      ["--strength", "0", "--no-journal", "-q"] + options + [folder.path(name), folder.path(path)])
    #expect(run.status == 0, "\(run.errors)")
  }

  /// A command line as it is typed, in the folder.
  func command(_ line: String) -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = ["-c", line]
    process.currentDirectoryURL = folder.url.appendingPathComponent("work")
    process.environment = [
      "PATH": folder.path("bin") + ":/usr/bin:/bin", "HOME": folder.path("home"),
      "XDG_DATA_HOME": folder.path("data"), "XDG_DATA_DIRS": folder.path("system"),
      "XDG_CONFIG_HOME": folder.path("config"), "XDG_CACHE_HOME": folder.path("cache"),
      "POCL_CACHE_DIR": (ProcessInfo.processInfo.environment["HOME"] ?? "/tmp")
        + "/.cache/pocl/kcache",
    ]
    if line.contains("--device") {
      // Two cards, which the processor plays.
      process.environment?["POCL_DEVICES"] = "pthread pthread"
      process.environment?["STYLIZE_OPENCL_FAULTS"] = "make-cards"
    }
    return process
  }

  /// Runs a command line to its end.
  func run(_ line: String) throws -> Program {
    let process = command(line)
    let (output, errors) = (folder.path("output"), folder.path("errors"))
    for path in [output, errors] {
      _ = FileManager.default.createFile(atPath: path, contents: nil)
    }
    process.standardOutput = FileHandle(forWritingAtPath: output)
    process.standardError = FileHandle(forWritingAtPath: errors)
    process.standardInput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return Program(
      status: process.terminationStatus, output: try folder.data("output"),
      errors: String(decoding: try folder.data("errors"), as: UTF8.self))
  }

  /// What files there are but journals, and what is in them.
  func contents() throws -> [String: Data] {
    try folder.contents("work").filter { !($0.key as NSString).lastPathComponent.hasPrefix(".") }
  }

  func data(_ name: String) throws -> Data { try folder.data("work/\(name)") }

  /// The pixels of a picture, RGB.
  func pixels(_ name: String) throws -> [UInt8] {
    let run = try Program.paint(
      "--strength", "0", "--no-journal", "-q", "--bit-depth", "8", "--existing", "overwrite",
      folder.path("work/\(name)"), folder.path("decoded.ppm"))
    #expect(run.status == 0, "\(run.errors)")
    return Array(try folder.data("decoded.ppm").split(separator: 0x0A, maxSplits: 3).last ?? Data())
  }

  /// Columns and rows.
  func size(_ name: String) throws -> [String] {
    _ = try pixels(name)
    let header = try folder.data("decoded.ppm").prefix(32)
    return String(decoding: header, as: UTF8.self).split { $0.isWhitespace }.dropFirst().prefix(2)
      .map(String.init)
  }
}

extension Program {
  fileprivate static func paint(_ arguments: [String]) throws -> Program {
    try run(["--style", "wave", "--styles-dir", styles] + arguments)
  }
}
