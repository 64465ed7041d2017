import Files
import Foundation
import ImageIO
import Testing

/// How good pictures are written where nobody says.
@Suite struct QualityTests {
  private func encode(_ format: String, quality: Int? = nil) throws -> [UInt8] {
    let side = 64
    let picture = OutputImage(width: side, height: side, depth: .eight) { rows, bytes in
      for row in rows {
        for column in 0..<side {
          let at = ((row - rows.lowerBound) * side + column) * 3
          bytes[at] = UInt8(row * 4 & 255)
          bytes[at + 1] = column / 8 % 2 == 0 ? 220 : 30
          bytes[at + 2] = UInt8((row * column) & 255)
        }
      }
    }
    return try ImageWriter(format: ImageFormat(argument: format), quality: quality, strip: true)
      .encode(picture, name: "test")
  }

  /// The first entry of the luminance's quantisation table, and the luminance's sampling factors.
  private func jpeg(_ bytes: [UInt8]) throws -> (step: Int, sampling: Int) {
    let table = try #require(bytes.firstRange(of: [0xFF, 0xDB]))
    let frame = try #require(
      bytes.firstRange(of: [0xFF, 0xC0]) ?? bytes.firstRange(of: [0xFF, 0xC2]))
    return (Int(bytes[table.lowerBound + 5]), Int(bytes[frame.lowerBound + 11]))
  }

  /// libjpeg scales a table that begins with 16: by 16 % at quality 92, by 50 % at 75.
  @Test func jpegKeepsColour() throws {
    #expect(try jpeg(encode("jpg")) == (3, 0x11))
    #expect(try jpeg(encode("jpeg", quality: 75)) == (8, 0x11))
    #expect(try jpeg(encode("jpg[Q=75]")) == (8, 0x11))
    #expect(try jpeg(encode("jpg[Q=60]", quality: 90)) == (13, 0x11))
    #expect(try jpeg(encode("jpg[Q=75,subsample_mode=on]")) == (8, 0x22))
    #expect(try jpeg(encode("jpg[Q=75,subsample_mode=auto]")) == (8, 0x22))
  }

  /// Those that this libvips writes.
  static let lossy = ["webp", "avif", "heic"].filter {
    ImageCodecs.formats.writable.contains("." + $0)
  }

  @Test(arguments: lossy) func othersAreBetterThanTheirLibrariesDefault(format: String) throws {
    let usual = try encode(format)
    let library = try encode(format, quality: format == "webp" ? 75 : 50)
    #expect(usual.count > library.count)
    let named = format == "webp" ? 90 : 80
    #expect(usual == (try encode(format, quality: named)))
    #expect(usual != (try encode("\(format)[Q=\(named - 20)]")))
  }

  /// What encoders hold depends on the quality that is written, whoever chose it.
  @Test func memoryCountsTheQualityThatIsWritten() throws {
    let format = try ImageFormat(argument: "webp")
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("stylize-quality-\(UUID().uuidString).ppm")
    defer { try? FileManager.default.removeItem(at: file) }
    try Data("P6 2 2 255\n012345678901".utf8).write(to: file)
    let info = try ImageReader(.file(Path(file.path))).info
    #expect(
      ImageWriter(format: format).memory(for: info)
        == ImageWriter(format: format, quality: 90).memory(for: info))
    #expect(
      ImageWriter(format: format).memory(for: info)
        != ImageWriter(format: format, quality: 75).memory(for: info))
  }
}
