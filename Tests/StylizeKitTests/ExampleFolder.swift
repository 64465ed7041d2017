import Foundation
import StylizeKit
import SystemPackage

/// A folder with pictures for examples, gone when the test is over.
final class ExampleFolder: Sendable {
  let path = FilePath(
    FileManager.default.temporaryDirectory
      .appendingPathComponent("stylize-examples-\(UUID().uuidString)").path)

  init() throws { try makeFolder(path) }

  deinit { try? FileManager.default.removeItem(atPath: path.string) }

  /// The styles of this repository.
  static let styles: FilePath = {
    var path = FilePath(#filePath)
    for _ in 0..<3 { path.removeLastComponent() }
    return path.appending("Styles")
  }()

  func makeFolder(_ path: FilePath) throws {
    try FileManager.default.createDirectory(
      atPath: path.string, withIntermediateDirectories: true)
  }

  /// Writes a picture, of PNG unless its name says otherwise.
  func write(_ image: PixelImage, to name: String) throws -> FilePath {
    let path = self.path.appending(FilePath(name).components)
    try makeFolder(path.removingLastComponent())
    let format = FilePath(name).extension ?? "png"
    try Data(image.encoded(OutputOptions(format: format))).write(
      to: URL(fileURLWithPath: path.string))
    return path
  }

  func exists(_ path: FilePath) -> Bool { FileManager.default.fileExists(atPath: path.string) }
}

extension PixelImage {
  /// Soft hills of all colours under hard edges, opaque on the left and transparent on the right.
  static func scene(
    width: Int, height: Int, depth: BitDepth = .eight, hasAlpha: Bool = false
  ) throws -> PixelImage {
    let scale = depth == .eight ? 255.0 : 65535.0
    var values: [UInt16] = []
    for y in 0..<height {
      for x in 0..<width {
        let (u, v) = (Double(x) / Double(width), Double(y) / Double(height))
        let edge = (x / 11 + y / 17).isMultiple(of: 3) ? 0.35 : 0
        let colour = [
          0.5 + 0.4 * sin(7 * u + 3 * v) - edge, 0.45 + 0.4 * cos(5 * v - 2 * u) - edge / 2,
          0.5 + 0.45 * sin(4 * (u + v)),
        ]
        for value in colour + (hasAlpha ? [1 - u] : []) {
          values.append(UInt16((min(max(value, 0), 1) * scale).rounded()))
        }
      }
    }
    let bytes =
      depth == .eight ? values.map { UInt8($0) } : values.withUnsafeBytes { Array($0) }
    return try PixelImage(
      width: width, height: height, bytes: bytes, bitDepth: depth, hasAlpha: hasAlpha)
  }
}
