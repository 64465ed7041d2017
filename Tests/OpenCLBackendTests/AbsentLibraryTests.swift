import Foundation
import Testing

/// A machine without OpenCL has no devices, and programs start there all the same.
@Suite struct AbsentLibraryTests {
  @Test(arguments: ["libOpenCL-that-is-nowhere.so.1", "libc.so.6"])
  func programRunsWithoutDevices(library: String) throws {
    let run = try program(["STYLIZE_OPENCL_LIBRARY": library])
    #expect(run.status == 0)
    #expect(run.output == "no OpenCL device\n")
    #expect(run.errors.isEmpty)
  }

  /// The system's loader lists what a program needs instead of starting it.
  @Test func programDoesNotNeedTheLibrary() throws {
    let run = try program(["LD_TRACE_LOADED_OBJECTS": "1"])
    #expect(run.output.contains("libc.so.6"))
    #expect(!run.output.contains("OpenCL"))
  }

  private func program(_ environment: [String: String]) throws -> (
    status: Int32, output: String, errors: String
  ) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
      .deletingLastPathComponent().appendingPathComponent("stylize-bench-opencl")
    process.environment = environment
    let (out, err) = (Pipe(), Pipe())
    process.standardOutput = out
    process.standardError = err
    try process.run()
    let output = out.fileHandleForReading.readDataToEndOfFile()
    let errors = err.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (
      process.terminationStatus, String(decoding: output, as: UTF8.self),
      String(decoding: errors, as: UTF8.self)
    )
  }
}
