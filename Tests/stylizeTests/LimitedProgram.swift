import Foundation

extension Program {
  /// Runs the program as `timeout` lets it: killed when it takes too long, which counts as status 137.
  ///
  /// - Parameter wrapper: a command that runs it, such as `prlimit` with its options.
  static func limited(
    seconds: Int = 60, under wrapper: [String] = [], _ arguments: [String], input: Data? = nil
  ) throws -> Program {
    let process = prepared(arguments)
    process.executableURL = URL(fileURLWithPath: "/usr/bin/timeout")
    process.arguments = ["-s", "KILL", "\(seconds)"] + wrapper + [executable.path] + arguments
    let (out, err, into) = (Pipe(), Pipe(), Pipe())
    (process.standardOutput, process.standardError) = (out, err)
    process.standardInput = into
    try process.run()
    try into.fileHandleForWriting.write(contentsOf: input ?? Data())
    try into.fileHandleForWriting.close()
    let said = err.fileHandleForReading.readDataToEndOfFile()
    let output = out.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Program(
      status: process.terminationStatus, output: output,
      errors: String(decoding: said, as: UTF8.self))
  }

  /// Where it hangs, `timeout` ends it so.
  static let hung: Int32 = 137

  /// The arguments of a painting in the usual style.
  static let look = ["--style", "starry", "--styles-dir", styles]
}

extension TemporaryFolder {
  /// A gzip file with bytes after its end: libvips' own recognition of formats never comes to an end with it.
  static let endlessGzip = Data(
    base64Encoded: "H4sIAAAAAAACA0tUKMhJzMxTKEmtKNFRKEhMzk5NAQBh3rSkFAAAAHRhaWw=")!

  func setTime(_ name: String, seconds: Int) {
    let time = timespec(tv_sec: seconds, tv_nsec: 999_999_999)
    utimensat(AT_FDCWD, path(name), [time, time], 0)
  }

  func mode(_ name: String) -> mode_t {
    var status = stat()
    return lstat(path(name), &status) == 0 ? status.st_mode & 0o7777 : 0
  }
}
