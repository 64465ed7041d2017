import BatchProcessing
import Files
import Foundation
import ImageIO
import StyleTransfer
import Testing

/// One picture at a time, as a program paints it.
@Suite struct StylizerTests {
  let fixture: StylizerFixture
  let stylizer: BatchProcessor

  init() throws {
    fixture = try StylizerFixture()
    stylizer = try BatchProcessor(StyleSettings(style: "starry"), from: StylizerFixture.catalog)
    try Picture.scene(width: 40, height: 30).write(to: fixture.path("in.ppm"))
  }

  private func paint(
    _ name: String = "in.ppm", to output: String = "out.png", journal: Journal? = nil
  ) async throws -> RenderResult {
    try stylizer.render(fixture.path(name), to: fixture.path(output), journal: journal)
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
      try Journal.ofSinglePainting(at: fixture.path("noted.png"), records: fixture.path("records")))
    guard case .written = try await paint(to: "noted.png", journal: journal) else {
      Issue.record("nothing was painted")
      return
    }
    #expect(try await paint(to: "noted.png", journal: journal) == .skipped(.finished))
    let other = try BatchProcessor(StyleSettings(style: "wave"), from: StylizerFixture.catalog)
    let again = try other.render(
      fixture.path("in.ppm"), to: fixture.path("noted.png"), journal: journal)
    #expect(again != .skipped(.finished))
  }

  @Test func throwsWhatWentWrong() async throws {
    await #expect(throws: JobError.missingInput(path: fixture.path("none.ppm"))) {
      try await paint("none.ppm")
    }
    await #expect(throws: JobError.outputHasNoSuffix(path: fixture.path("out"))) {
      try await paint(to: "out")
    }
    try Data("nothing like a picture".utf8).write(
      to: URL(fileURLWithPath: fixture.path("bad.ppm").description))
    await #expect {
      try await paint("bad.ppm")
    } throws: { error in
      if case ImageError.notAPicture? = (error as? BatchEvent.Failure)?.error as? ImageError {
        true
      } else {
        false
      }
    }
    var options = RenderOptions()
    options.existing = .fail
    let strict = try BatchProcessor(
      StyleSettings(style: "starry"), from: StylizerFixture.catalog, options: options)
    _ = try strict.render(fixture.path("in.ppm"), to: fixture.path("o.png"))
    #expect {
      try strict.render(fixture.path("in.ppm"), to: fixture.path("o.png"))
    } throws: { error in
      (error as? BatchEvent.Failure)?.error as? FileError == .exists(path: fixture.path("o.png"))
    }
  }

  @Test func whatIsStoppedPaintsNothing() async throws {
    try Picture.scene(width: 1200, height: 900).write(to: fixture.path("large.ppm"))
    var settings = StyleSettings(style: "starry")
    settings.strokeSize = .times(1)
    let slow = try BatchProcessor(settings, from: StylizerFixture.catalog, threads: 1)
    let (from, to) = (fixture.path("large.ppm"), fixture.path("large.png"))
    let stop = CancellationToken()
    let task = Task { try slow.render(from, to: to, stop: stop) }
    try await Task.sleep(for: .milliseconds(50))
    stop.raise()
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(!fixture.exists("large.png"))
    #expect(throws: CancellationError.self) { try slow.render(from, to: to, stop: stop) }
  }
}
