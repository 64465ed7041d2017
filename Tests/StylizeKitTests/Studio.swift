import Foundation
import StylizeKit

/// A folder that is gone when the test is over, and what paints in it.
final class Studio {
  private let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("stylize-kit-\(UUID().uuidString)")

  init() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  static let catalog = Catalog(folders: [root.appendingPathComponent("Styles").path])

  func path(_ name: String) -> PicturePath {
    PicturePath(folder.appendingPathComponent(name).path)
  }

  func exists(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: folder.appendingPathComponent(name).path)
  }

  /// Paints a picture by way of files and gives it back.
  func paint(
    _ photograph: Picture, _ look: Look, options: PaintingOptions = PaintingOptions()
  ) async throws -> Picture {
    let suffix = photograph.depth == .eight ? "ppm" : "png"
    let (from, to) = (path("photograph.\(suffix)"), path("painting.\(suffix)"))
    try photograph.write(to: from)
    var options = options
    options.existing = .overwrite
    try await Stylizer(look, from: Self.catalog, options: options).paint(from, to: to)
    return try Picture(to)
  }
}
