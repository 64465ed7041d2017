import Files
import Foundation
import ImageIO

/// The pictures beside this file; `Fixtures/make_fixtures.py` made them.
enum Fixture {
  private static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().appendingPathComponent("Fixtures")

  static func path(_ name: String) -> Path {
    Path(folder.appendingPathComponent(name).path)
  }

  static func bytes(_ name: String) throws -> [UInt8] {
    try Array(Data(contentsOf: folder.appendingPathComponent(name)))
  }

  static func picture(_ name: String) throws -> PictureInMemory {
    try PictureInMemory(.file(path(name)))
  }
}
