import BatchProcessing
import Files
import Foundation
import ImageIO
import StyleLibrary
import StyleTransfer

/// A folder that is gone when the test is over, and what paints in it.
final class StylizerFixture {
  private let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("stylize-kit-\(UUID().uuidString)")

  init() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  static let catalog = Catalog(folders: [root.appendingPathComponent("Styles").path])

  func path(_ name: String) -> Path {
    Path(folder.appendingPathComponent(name).path)
  }

  func exists(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: folder.appendingPathComponent(name).path)
  }

  /// Copies of styles that recommend grain, 8-bit levels, and of the identity.
  func catalog(of styles: [String], grain: Double?) throws -> Catalog {
    let packs = folder.appendingPathComponent("styles \(grain ?? -1)")
    try FileManager.default.createDirectory(at: packs, withIntermediateDirectories: true)
    for name in styles + ["photo", "trunk"] {
      let pack = packs.appendingPathComponent(name)
      try FileManager.default.copyItem(
        at: Self.root.appendingPathComponent("Styles/\(name)"), to: pack)
      guard name != "trunk" else { continue }
      let file = pack.appendingPathComponent("style.json")
      var facts = try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as! [String: Any]
      facts["grain"] = grain
      try JSONSerialization.data(withJSONObject: facts).write(to: file)
    }
    return Catalog(folders: [packs.path])
  }

  /// Paints a picture by way of files and gives it back.
  func paint(
    _ photograph: Picture, _ settings: StyleSettings, options: RenderOptions = RenderOptions(),
    from catalog: Catalog = catalog, threads: Int? = nil
  ) async throws -> Picture {
    let suffix = photograph.depth == .eight ? "ppm" : "png"
    let (from, to) = (path("photograph.\(suffix)"), path("painting.\(suffix)"))
    try photograph.write(to: from)
    var options = options
    options.existing = .overwrite
    try BatchProcessor(settings, from: catalog, options: options, threads: threads)
      .render(from, to: to)
    return try Picture(to)
  }
}
