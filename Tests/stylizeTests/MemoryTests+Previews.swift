import Foundation
import Testing

/// Budgets of contact sheets and galleries, and of pictures that are painted smaller and enlarged.
extension MemoryTests {
  private struct Outcome {
    var status: Int32
    var errors: String
    /// The most that it had in memory, as far as was seen; bytes.
    var peak: Int
  }

  /// Runs it and looks at its memory all the while.
  private func watch(_ arguments: [String]) throws -> Outcome {
    let program = try RunningProgram(arguments, in: folder)
    var peak = 0
    while program.process.isRunning {
      let path = "/proc/\(program.process.processIdentifier)/status"
      let line = (try? String(contentsOfFile: path, encoding: .utf8))?
        .split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
      peak = max(peak, line.flatMap { Int($0.filter(\.isNumber)) } ?? 0)
      usleep(2000)
    }
    program.process.waitUntilExit()
    return Outcome(
      status: program.process.terminationStatus, errors: program.errors, peak: peak * 1024)
  }

  /// Maps that would fit as a whole leave room for the photograph that waits, and for the encoder.
  @Test(arguments: [250, 300, 350]) func enlargedPicturesKeepToTheBudget(megabytes: Int) throws {
    try folder.makePicture("photo.ppm", width: 4000, height: 3000)
    let outcome = try watch(
      [
        "paint", "--style", "starry", "--styles-dir", Program.styles, "-q", "--no-journal",
        "--memory", "\(megabytes)Mi", "--scratch", folder.path(""), folder.path("photo.ppm"),
        folder.path("out.ppm"),
      ])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.peak > 0)
    #expect(outcome.peak <= megabytes << 20, "\(outcome.peak >> 20) of \(megabytes) MB")
  }

  /// With grain the network is given another picture than the photograph, which is kept for the rest:
  /// at its own size, and where it was made smaller too.
  @Test(arguments: ["1", "4"]) func grainKeepsToTheBudget(strokeSize: String) throws {
    let styles = try folder.makeStyles(grain: 3)
    let isWhole = strokeSize == "1"
    try folder.makePicture(
      "photo.ppm", width: isWhole ? 2001 : 5003, height: isWhole ? 1499 : 4001)
    func run(_ options: [String], to output: String) throws -> Outcome {
      try watch(
        [
          "paint", "--style", "starry", "--styles-dir", styles, "-q", "--no-journal",
          "--stroke-size", strokeSize, "--scratch", folder.path(""),
        ] + options + [folder.path("photo.ppm"), folder.path(output)])
    }
    let refused = try run(["--memory", "1M"], to: "none.ppm")
    let words = refused.errors.split(separator: " ")
    let index = try #require(words.firstIndex { $0 == "would" }, "\(refused.errors)")
    // With some room for how a process varies.
    let budget = try #require(Int(words[index - 2])) * 1_000_000 + (24 << 20)
    let plan = try Program.run(
      "plan", "--style", "starry", "--styles-dir", styles, "--stroke-size", strokeSize, "--json",
      "--memory", "\(budget)", "--scratch", folder.path(""), folder.path("photo.ppm"))
    let facts = try #require(
      try JSONSerialization.jsonObject(with: plan.output) as? [String: Any], "\(plan.errors)")
    let planned = try #require(facts["peakBytes"] as? Int)
    #expect(planned <= budget)
    let small = try run(["--memory", "\(budget)"], to: "small.ppm")
    #expect(small.status == 0, "\(small.errors)")
    #expect(small.peak > 0 && small.peak <= budget, "\(small.peak >> 20) of \(budget >> 20) MB")
    #expect(small.peak <= planned + (16 << 20), "\(small.peak >> 20), planned \(planned >> 20) MB")
    let whole = try run(["--memory", "4G"], to: "whole.ppm")
    #expect(whole.status == 0, "\(whole.errors)")
    #expect(try folder.data("small.ppm") == folder.data("whole.ppm"))
  }

  /// Several styles with adapters need no more memory than one.
  @Test(arguments: ["sheet", "gallery"], [false, true])
  func previewsInLittleMemory(command: String, hasAdapters: Bool) throws {
    let isSheet = command == "sheet"
    if hasAdapters {
      try folder.addTrunk()
      for (index, name) in ["starry", "wave", "scream", "river"].enumerated() {
        try folder.addStyle(name, adapter: UInt64(index), like: name)
      }
    }
    let styles = hasAdapters ? folder.styles : Program.styles
    try folder.makePicture("in/photo.ppm", width: isSheet ? 1501 : 501, height: 497)
    func run(_ options: [String], to output: String) throws -> Outcome {
      try watch(
        [command, "--styles-dir", styles, "--stroke-size", "1", "--size", "300"]
          + (isSheet && !hasAdapters ? ["--styles", "starry,wave"] : []) + options
          + [folder.path(isSheet ? "in/photo.ppm" : "in"), folder.path(output)])
    }
    let refused = try run(["--memory", "1M"], to: "none.ppm")
    #expect(refused.status == 5)
    #expect(refused.errors.contains("1 MB of memory is not enough"))
    #expect(
      folder.names("none.ppm").allSatisfy { ["photo", ".stylize-gallery.json"].contains($0) })

    let words = refused.errors.split(separator: " ")
    let index = try #require(words.firstIndex { $0 == "would" })
    // With some room for how a process varies.
    let budget = try Int(#require(Double(words[index - 2])) * 1e6) + (24 << 20)
    let small = try run(
      ["--memory", "\(budget)", "--scratch", folder.path("")], to: "small.ppm")
    #expect(small.status == 0, "\(small.errors)")
    #expect(small.peak <= budget, "\(small.peak) of \(budget)")
    let whole = try run([], to: "whole.ppm")
    #expect(whole.status == 0)
    if isSheet {
      #expect(whole.peak > budget)
      #expect(try folder.data("small.ppm") == folder.data("whole.ppm"))
    } else {
      #expect(try folder.contents("small.ppm") == folder.contents("whole.ppm"))
    }
  }
}
