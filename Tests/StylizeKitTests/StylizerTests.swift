import Foundation
import StylizeKit
import Testing

/// One picture at a time, as a program paints it.
@Suite struct StylizerTests {
  let studio: Studio
  let stylizer: Stylizer

  init() throws {
    studio = try Studio()
    stylizer = try Stylizer(Look(style: "starry"), from: Studio.catalog)
    try Picture.scene(width: 40, height: 30).write(to: studio.path("in.ppm"))
  }

  private func paint(
    _ name: String = "in.ppm", to output: String = "out.png", journal: Journal? = nil
  ) async throws -> PaintingResult {
    try await stylizer.paint(studio.path(name), to: studio.path(output), journal: journal)
  }

  @Test func saysWhetherItPainted() async throws {
    guard case .written(let facts) = try await paint() else {
      Issue.record("nothing was painted")
      return
    }
    #expect(facts.width == 40 && facts.height == 30 && facts.device == "cpu")
    #expect(facts.byteCount ?? 0 > 0)
    #expect(try await paint() == .skipped(.exists))
    let journal = try #require(
      try Journal.ofSinglePainting(at: studio.path("noted.png"), records: studio.path("records")))
    guard case .written = try await paint(to: "noted.png", journal: journal) else {
      Issue.record("nothing was painted")
      return
    }
    #expect(try await paint(to: "noted.png", journal: journal) == .skipped(.finished))
    let other = try Stylizer(Look(style: "wave"), from: Studio.catalog)
    let again = try await other.paint(
      studio.path("in.ppm"), to: studio.path("noted.png"), journal: journal)
    #expect(again != .skipped(.finished))
  }

  @Test func throwsWhatWentWrong() async throws {
    await #expect(throws: JobError.missingInput(path: studio.path("none.ppm"))) {
      try await paint("none.ppm")
    }
    await #expect(throws: JobError.outputHasNoSuffix(path: studio.path("out"))) {
      try await paint(to: "out")
    }
    try Data("nothing like a picture".utf8).write(
      to: URL(fileURLWithPath: studio.path("bad.ppm").description))
    await #expect {
      try await paint("bad.ppm")
    } throws: { error in
      if case ImageError.notAPicture? = error as? ImageError { true } else { false }
    }
    var options = PaintingOptions()
    options.existing = .fail
    let strict = try Stylizer(Look(style: "starry"), from: Studio.catalog, options: options)
    _ = try await strict.paint(studio.path("in.ppm"), to: studio.path("o.png"))
    await #expect(throws: FileError.exists(path: studio.path("o.png"))) {
      try await strict.paint(studio.path("in.ppm"), to: studio.path("o.png"))
    }
  }

  @Test func aCancelledTaskPaintsNothing() async throws {
    try Picture.scene(width: 1200, height: 900).write(to: studio.path("large.ppm"))
    var look = Look(style: "starry")
    look.strokeSize = .times(1)
    let slow = try Stylizer(look, from: Studio.catalog, threads: 1)
    let (from, to) = (studio.path("large.ppm"), studio.path("large.png"))
    let task = Task { try await slow.paint(from, to: to) }
    try await Task.sleep(for: .milliseconds(50))
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(!studio.exists("large.png"))
    let early = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try await slow.paint(from, to: to)
    }
    await #expect(throws: CancellationError.self) { try await early.value }
  }
}
