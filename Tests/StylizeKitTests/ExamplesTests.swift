import Foundation
import StylizeKit
import SystemPackage
import Testing

/// The examples of the documentation, compiled and run: ``DocumentationTests`` compares the two, line by line.
@Suite struct ExamplesTests {
  let folder: ExampleFolder
  let styles = ExampleFolder.styles
  let catalog = StyleCatalog(folders: [ExampleFolder.styles])
  let photo: FilePath
  let photos: FilePath
  let result: FilePath
  let results: FilePath

  init() throws {
    folder = try ExampleFolder()
    photo = try folder.write(.scene(width: 48, height: 36), to: "photo.png")
    for name in ["a", "b", "c"] {
      _ = try folder.write(.scene(width: 40, height: 30), to: "photos/\(name).png")
    }
    photos = folder.path.appending("photos")
    result = folder.path.appending("result.png")
    results = folder.path.appending("results")
  }

  private var stylizer: Stylizer {
    get throws { try Stylizer(StyleSettings("starry"), from: catalog) }
  }

  @Test func oneFile() async throws {
    let catalog = StyleCatalog(folders: [styles])
    let stylizer = try Stylizer(StyleSettings("starry"), from: catalog)
    switch try await stylizer.render(photo, to: result) {
    case .written(let facts): print("\(facts.width)×\(facts.height) in \(facts.seconds) s")
    case .skipped(let reason): print("left alone: \(reason)")
    }
    #expect(try PixelImage(contentsOf: result).width == 48)
  }

  @Test func factsOfAResult() async throws {
    let stylizer = try stylizer
    if case .written(let facts) = try await stylizer.render(photo, to: result) {
      print(facts.device, facts.byteCount ?? 0, "bytes")
    }
    #expect(try await stylizer.render(photo, to: result) == .skipped(.exists))
  }

  @Test func picturesInMemory() async throws {
    let stylizer = try stylizer
    let image = try PixelImage(contentsOf: photo)
    let rendered = try await stylizer.render(image)
    let jpeg = try rendered.encoded(OutputOptions(format: "jpg", quality: 90))
    #expect(try PixelImage(decoding: jpeg).width == image.width)
  }

  @Test func pixels() throws {
    let grey = try PixelImage(
      width: 64, height: 48, bytes: [UInt8](repeating: 128, count: 64 * 48 * 3))
    let png = try grey.encoded(OutputOptions(format: "png"))
    let again = try PixelImage(decoding: png)
    #expect(again == grey)
  }

  @Test func look() throws {
    var look = StyleSettings("starry:0.7,wave:0.3", strength: 0.8)
    look.keepsColours = true
    _ = try Stylizer(look, from: catalog)
    #expect(StyleSettings(mix: ["wave": 0.3, "starry": 0.7]).style == "starry:0.7,wave:0.3")
  }

  @Test func outputOptions() async throws {
    var output = OutputOptions(format: "jpg", quality: 90)
    output.existing = .overwrite
    let stylizer = try Stylizer(StyleSettings("starry"), from: catalog, output: output)
    let jpeg = folder.path.appending("result.jpg")
    for _ in 0..<2 {
      guard case .written = try await stylizer.render(photo, to: jpeg) else {
        Issue.record("nothing was written")
        return
      }
    }
  }

  @Test func resources() async throws {
    var resources = ResourceOptions(memoryBytes: 2 << 30)
    resources.devices = ["cpu"]
    resources.threads = 4
    let stylizer = try Stylizer(StyleSettings("starry"), from: catalog, resources: resources)
    guard case .written(let facts) = try await stylizer.render(photo, to: result) else {
      Issue.record("nothing was written")
      return
    }
    #expect(facts.device == "cpu")
  }

  @Test func styleList() throws {
    let catalog = StyleCatalog(folders: [styles])
    for style in catalog.styles { print(style.name, style.title ?? "") }
    #expect(catalog.styles.map(\.name).contains("starry") && catalog.problems.isEmpty)
  }

  @Test func oneStyle() throws {
    let style = try catalog.style(named: "starry")
    print(style.title ?? style.name, style.artist ?? "", style.year ?? 0)
    #expect(style.name == "starry" && style.preview != nil)
  }

  @Test func errors() async throws {
    let stylizer = try stylizer
    do {
      try await stylizer.render("missing.jpg", to: result)
    } catch let error as StylizeError where error.code == .missing {
      print(error.message)
    }
    await #expect(throws: StylizeError.self) {
      try await stylizer.render("missing.jpg", to: result)
    }
  }

  @Test func batchEvents() async throws {
    let stylizer = try stylizer
    _ = try folder.write(.scene(width: 9, height: 9), to: "photos/d.png")
    try Data("nothing like a picture".utf8).write(
      to: URL(fileURLWithPath: photos.appending("e.png").string))
    for try await event in stylizer.batch([photos], to: results) {
      switch event {
      case .written(let input, let output, _): print("\(input) is now \(output)")
      case .failed(_, let error): print(error.message)
      default: break
      }
    }
    #expect(folder.exists(results.appending("d.png")))
  }

  @Test func batchSummary() async throws {
    let stylizer = try stylizer
    let summary = try await stylizer.batch([photos], to: results).run()
    print("\(summary.written) written, \(summary.skipped) skipped, \(summary.failed) failed")
    #expect(summary.written == 3 && summary.skipped == 0 && summary.failed == 0)
    let again = try await stylizer.batch([photos], to: results).run()
    #expect(again.written == 0 && again.skipped == 3)
  }

  @Test func batchProgress() async throws {
    let stylizer = try stylizer
    for try await event in stylizer.batch([photos], to: results) {
      switch event {
      case .progress(let photo, let part): print(photo, Int(part * 100), "%")
      case .ended(let summary): print(summary.written, "written")
      default: break
      }
    }
    #expect(folder.exists(results.appending("a.png")))
  }

  @Test func cancelledBatch() async throws {
    let stylizer = try stylizer
    let photos = photos
    let results = results
    let task = Task {
      try await stylizer.batch([photos], to: results).run()
    }
    task.cancel()
    let summary = try await task.value
    print("\(summary.written) written before the batch was cancelled")
    #expect(summary.wasCancelled)
    #expect(try await stylizer.batch([photos], to: results).run().failed == 0)
  }

  @Test(.timeLimit(.minutes(2))) func watch() async throws {
    let stylizer = try stylizer
    let incoming = photos
    for try await event in stylizer.watch(incoming, to: results) {
      if case .picture(.written(let photo, let result, _)) = event {
        print("\(photo) is now \(result)")
        break
      }
    }
    #expect(
      ["a.png", "b.png", "c.png"].contains { folder.exists(results.appending($0)) })
  }

  @Test func server() async throws {
    let stylizer = try stylizer
    @Sendable func answer(to upload: [UInt8]) async throws -> [UInt8] {
      let image = try PixelImage(decoding: upload, maxPixels: 24_000_000)
      let rendered = try await stylizer.render(image)
      return try rendered.encoded(OutputOptions(format: "jpg", quality: 85))
    }
    func status(of error: StylizeError) -> Int {
      switch error.code {
      case .notAPicture, .damaged, .unsupported: 415
      case .tooLarge: 413
      case .memory, .device, .noSpace: 503
      default: error.isTransient ? 503 : 500
      }
    }
    let upload = try PixelImage.scene(width: 40, height: 30).encoded()
    try await withThrowingTaskGroup(of: [UInt8].self) { group in
      for _ in 0..<4 { group.addTask { try await answer(to: upload) } }
      let answers = try await group.reduce(into: Set<[UInt8]>()) { $0.insert($1) }
      #expect(answers.count == 1)
    }
    do {
      _ = try await answer(to: [1, 2, 3])
      Issue.record("three bytes are a picture")
    } catch let error as StylizeError {
      #expect(status(of: error) == 415)
    }
  }

  @Test func sheet() async throws {
    var sheet = ContactSheet(from: catalog)
    sheet.styles = ["starry", "wave"]
    sheet.strengths = [0.5, 1]
    sheet.cellSide = 160
    try await sheet.render(photo, to: result)
    #expect(try PixelImage(contentsOf: result).width > 96)
  }
}
