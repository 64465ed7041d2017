import BatchProcessing
import Foundation
import StylizeKit
import Synchronization
import SystemPackage
import Testing

/// The promises of the library's own types.
@Suite struct FacadeTests {
  let folder: ExampleFolder
  let catalog = StyleCatalog(folders: [ExampleFolder.styles])

  init() throws { folder = try ExampleFolder() }

  private func path(_ name: String) -> FilePath { folder.path.appending(name) }

  private func stylizer(
    _ look: StylizeKit.StyleSettings = StylizeKit.StyleSettings("starry"),
    output: OutputOptions = OutputOptions(), threads: Int? = nil
  ) throws -> Stylizer {
    var resources = ResourceOptions()
    resources.devices = ["cpu"]
    resources.threads = threads
    return try Stylizer(look, from: catalog, output: output, resources: resources)
  }

  /// The looks that go through different steps: all pixels, enlarged strokes, blended, with grain and kept colours.
  static let looks: [StylizeKit.StyleSettings] = {
    var large = StylizeKit.StyleSettings("starry", strength: 0.15)
    (large.strokeSize, large.keepsColours) = (2, true)
    return [StylizeKit.StyleSettings("starry"), StylizeKit.StyleSettings("wave:0.6,starry"), large]
  }()

  @Test(arguments: looks, PixelImage.BitDepth.allCases)
  func pixelsAreThoseOfTheFile(
    look: StylizeKit.StyleSettings, depth: PixelImage.BitDepth
  ) async throws {
    let stylizer = try stylizer(look)
    for hasAlpha in [false, true] {
      let name = "\(look.style.count)-\(depth)-\(hasAlpha)-\(look.strength)"
      let image = try PixelImage.scene(width: 151, height: 133, depth: depth, hasAlpha: hasAlpha)
      let photo = try folder.write(image, to: "\(name).png")
      #expect(try PixelImage(contentsOf: photo) == image)
      try await stylizer.render(photo, to: path("\(name)-result.png"))
      let ofFile = try PixelImage(contentsOf: path("\(name)-result.png"))
      let ofPixels = try await stylizer.render(image)
      #expect(ofPixels == ofFile)
      #expect(ofPixels != image && ofPixels.bitDepth == depth && ofPixels.hasAlpha == hasAlpha)
    }
  }

  @Test func anotherDepthIsThatOfTheFileToo() async throws {
    for depth in PixelImage.BitDepth.allCases {
      var output = OutputOptions()
      output.bitDepth = depth == .eight ? .sixteen : .eight
      let stylizer = try stylizer(output: output)
      let image = try PixelImage.scene(width: 50, height: 40, depth: depth, hasAlpha: true)
      let photo = try folder.write(image, to: "\(depth).png")
      try await stylizer.render(photo, to: path("\(depth)-result.png"))
      let rendered = try await stylizer.render(image)
      #expect(try rendered == PixelImage(contentsOf: path("\(depth)-result.png")))
      #expect(rendered.bitDepth == output.bitDepth)
    }
  }

  @Test func strengthNoneGivesThePictureBack() async throws {
    let stylizer = try stylizer(StylizeKit.StyleSettings("starry", strength: 0))
    let image = try PixelImage.scene(width: 30, height: 20, depth: .sixteen, hasAlpha: true)
    #expect(try await stylizer.render(image) == image)
  }

  @Test func wrongNumbersOfBytesAreRefused() {
    for (width, height, count) in [(0, 4, 0), (2, 2, 11), (Int.max, 2, 12), (-1, -12, 36)] {
      #expect(throws: StylizeError.self) {
        try PixelImage(width: width, height: height, bytes: [UInt8](repeating: 0, count: count))
      }
    }
  }

  @Test func failureCodesHaveTheirNames() {
    for code in BatchProcessing.BatchEvent.FailureCode.allCases {
      #expect(StylizeError.Code(rawValue: code.rawValue) != nil)
    }
    for reason in SkipDecision.Reason.allCases {
      #expect(StylizeKit.RenderResult.SkipReason(rawValue: reason.rawValue) != nil)
    }
  }

  private func code(_ body: () async throws -> Void) async -> StylizeError.Code? {
    do {
      try await body()
      return nil
    } catch {
      return (error as? StylizeError)?.code
    }
  }

  @Test func errorsHaveCodes() async throws {
    let stylizer = try stylizer()
    let photo = try folder.write(.scene(width: 20, height: 20), to: "photo.png")
    try Data("nothing like a picture".utf8).write(
      to: URL(fileURLWithPath: path("bad.png").string))
    let none = path("none.png")
    #expect(await code { try await stylizer.render(none, to: path("o.png")) } == .missing)
    // Neither standard input nor a pattern.
    #expect(await code { try await stylizer.render("-", to: path("o.png")) } == .missing)
    #expect(await code { try await stylizer.render(path("*.png"), to: path("o.png")) } == .missing)
    #expect(
      await code { try await stylizer.render(folder.path, to: path("o.png")) } == .notAPicture)
    #expect(
      await code { try await stylizer.render(path("bad.png"), to: path("o.png")) } == .notAPicture)
    #expect(await code { try await stylizer.render(photo, to: photo) } == .naming)
    #expect(await code { try await stylizer.render(photo, to: path("o.xyz")) } == .format)
    #expect(await code { _ = try catalog.style(named: "stary") } == .unknownStyle)
    #expect(await code { _ = try self.stylizer(.init("starry", strength: 2)) } == .naming)
    #expect(await code { _ = try self.stylizer(.init("starry:1,starry:2")) } == .naming)
    #expect(await code { _ = try self.stylizer(output: .init(format: "xyz")) } == .format)
    #expect(await code { _ = try self.stylizer(output: .init(quality: 101)) } == .format)
    var look = StylizeKit.StyleSettings("starry")
    look.mask = none
    #expect(await code { _ = try self.stylizer(look) } == .missing)
    var resources = ResourceOptions()
    resources.devices = ["a device that nobody has"]
    #expect(
      await code { _ = try Stylizer(.init("starry"), from: catalog, resources: resources) }
        == .device)
    #expect(await code { _ = try PixelImage(decoding: []) } == .notAPicture)
    #expect(!folder.exists(path("o.png")))
  }

  @Test func inputsThatAreMissingFailForThemselves() async throws {
    let stylizer = try stylizer()
    let photo = try folder.write(.scene(width: 20, height: 20), to: "photo.png")
    var failures: [FilePath: StylizeError.Code] = [:]
    var summary: StylizeKit.BatchSummary?
    for try await event in stylizer.batch([photo, path("*.jpg"), "-"], to: path("results")) {
      switch event {
      case .failed(let path, let error): failures[path] = error.code
      case .ended(let last): summary = last
      default: #expect(summary == nil)
      }
    }
    #expect(failures == [path("*.jpg"): .missing, "./-": .missing])
    #expect(summary?.written == 1 && summary?.failed == 2)
    #expect(folder.exists(path("results/photo.png")))
  }

  @Test func aBatchThatMakesNoSenseThrows() async throws {
    let photo = try folder.write(.scene(width: 20, height: 20), to: "photo.png")
    let stylizer = try stylizer()
    let batch = stylizer.batch([photo], to: photo)
    await #expect(throws: StylizeError.self) { try await batch.run() }
  }

  private func writeLargePictures(_ count: Int) throws -> FilePath {
    let image = try PixelImage.scene(width: 700, height: 500)
    for index in 0..<count { _ = try folder.write(image, to: "photos/\(index).png") }
    return path("photos")
  }

  /// Slow enough to be cancelled in the midst of it.
  private func slowStylizer() throws -> Stylizer {
    var look = StylizeKit.StyleSettings("starry")
    look.strokeSize = 1
    return try stylizer(look, threads: 1)
  }

  @Test func aCancelledBatchGoesOnLater() async throws {
    let (photos, stylizer) = (try writeLargePictures(4), try slowStylizer())
    let results = path("results")
    let task = Task {
      var (events, summary) = (0, StylizeKit.BatchSummary?.none)
      for try await event in stylizer.batch([photos], to: results) {
        events += 1
        if case .began = event { withUnsafeCurrentTask { $0?.cancel() } }
        if case .ended(let last) = event { summary = last }
      }
      return summary
    }
    let summary = try #require(try await task.value)
    #expect(summary.wasCancelled && summary.written < 4 && summary.failed == 0)
    let rest = try await stylizer.batch([photos], to: results).run()
    #expect(!rest.wasCancelled && rest.written + rest.skipped == 4)
    #expect(rest.skipped == summary.written)
  }

  @Test func leavingTheLoopStopsTheBatch() async throws {
    let (photos, stylizer) = (try writeLargePictures(4), try slowStylizer())
    let results = path("results")
    for try await event in stylizer.batch([photos], to: results) {
      if case .began = event { break }
    }
    // It waits until the first one has ended.
    let rest = try await stylizer.batch([photos], to: results).run()
    #expect(rest.written > 0 && rest.written + rest.skipped == 4 && rest.failed == 0)
  }

  @Test func callsWaitForEachOtherAndLeaveWhenCancelled() async throws {
    let (photos, stylizer) = (try writeLargePictures(2), try slowStylizer())
    let results = path("results")
    let batch = Task { try await stylizer.batch([photos], to: results).run() }
    let image = try PixelImage.scene(width: 20, height: 20)
    while !folder.exists(results) { try await Task.sleep(for: .milliseconds(5)) }
    let waiting = Task { try await stylizer.render(image) }
    waiting.cancel()
    await #expect(throws: CancellationError.self) { try await waiting.value }
    #expect(try await stylizer.render(image).width == 20)
    #expect(try await batch.value.written == 2)
  }

  @Test func aCancelledFileIsNotWritten() async throws {
    let (photos, stylizer) = (try writeLargePictures(1), try slowStylizer())
    let photo = photos.appending("0.png")
    let result = path("large.png")
    let task = Task { try await stylizer.render(photo, to: result) }
    try await Task.sleep(for: .milliseconds(50))
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    let early = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try await stylizer.render(photo, to: result)
    }
    await #expect(throws: CancellationError.self) { try await early.value }
    #expect(!folder.exists(result))
  }

  @Test func cancelledPixelsAreNotRendered() async throws {
    let stylizer = try slowStylizer()
    let image = try PixelImage.scene(width: 1200, height: 900)
    let task = Task { try await stylizer.render(image) }
    try await Task.sleep(for: .milliseconds(50))
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  @Test(.timeLimit(.minutes(2))) func aWatchSeesWhatComesAndEndsWithItsTask() async throws {
    let stylizer = try stylizer()
    let (incoming, results, done) = (path("incoming"), path("results"), path("done"))
    try folder.makeFolder(incoming)
    let folder = folder
    let task = Task {
      var written: [FilePath] = []
      for try await event in stylizer.watch(incoming, to: results, afterwards: .move(to: done)) {
        switch event {
        case .watching: _ = try folder.write(.scene(width: 20, height: 20), to: "incoming/a.png")
        case .picture(.written(let path, _, _)):
          written.append(path)
          withUnsafeCurrentTask { $0?.cancel() }
        default: break
        }
      }
      return written
    }
    #expect(try await task.value == [incoming.appending("a.png")])
    #expect(folder.exists(results.appending("a.png")))
    #expect(!folder.exists(incoming.appending("a.png")) && folder.exists(done.appending("a.png")))
  }

  @Test func aFolderThatIsNotThereIsNotWatched() async throws {
    let stylizer = try stylizer()
    var events = stylizer.watch(path("none"), to: path("results")).makeAsyncIterator()
    await #expect(throws: StylizeError.self) { try await events.next() }
  }

  @Test func aSheetReportsItsProgressAndIsCancelled() async throws {
    let photo = try folder.write(.scene(width: 64, height: 48), to: "photo.png")
    var sheet = ContactSheet(from: catalog)
    (sheet.styles, sheet.cellSide) = (["starry", "wave"], 32)
    let sheetPath = path("sheet.png")
    let told = Mutex<[Int]>([])
    try await sheet.render(photo, to: sheetPath) { done, total in
      told.withLock { $0 += [done, total] }
    }
    #expect(told.withLock { $0 } == [1, 3, 2, 3, 3, 3])
    #expect(folder.exists(sheetPath))
    await #expect(throws: StylizeError.self) { try await sheet.render(photo, to: sheetPath) }
    let other = path("other.png")
    let cancelled = Task { [sheet] in
      withUnsafeCurrentTask { $0?.cancel() }
      try await sheet.render(photo, to: other)
    }
    await #expect(throws: CancellationError.self) { try await cancelled.value }
    #expect(!folder.exists(other))
  }

  @Test func installedStylesAreWhereTheEnvironmentSays() throws {
    let catalog = StyleCatalog.installed(
      environment: ["XDG_DATA_HOME": "/data", "XDG_DATA_DIRS": "/system"], program: "/opt/bin/app",
      folders: [ExampleFolder.styles])
    #expect(
      catalog.folders == [
        ExampleFolder.styles, "/data/stylize/styles", "/opt/share/stylize/styles",
        "/system/stylize/styles",
      ])
    #expect(!catalog.styles.isEmpty)
  }

  @Test func stylesAreExported() throws {
    let model = path("model.onnx")
    try catalog.export("starry:0.5,wave:0.5", to: model)
    #expect(folder.exists(model))
    #expect(throws: StylizeError.self) { try catalog.export("starry", to: model) }
  }
}
