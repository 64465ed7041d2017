import Files
import Foundation
import ImageIO
import Testing

@Suite struct MetadataTests {
  /// Reads `metadata.jpg` and writes it in another format.
  private func rewritten(_ format: String, strip: Bool = false) throws -> [UInt8] {
    let reader = try ImageReader(.file(Fixture.path("metadata.jpg")))
    let picture = try PictureInMemory(reader)
    let writer = ImageWriter(format: try ImageFormat(argument: format), strip: strip)
    return try writer.encode(picture.outgoing(metadata: reader.metadata))
  }

  private func contains(_ bytes: [UInt8], _ text: String) -> Bool {
    bytes.firstRange(of: Array(text.utf8)) != nil
  }

  @Test(arguments: [".jpg", ".webp", ".tif", ".tif[bigtiff]", ".avif", ".png"])
  func isKept(_ format: String) throws {
    let bytes = try rewritten(format)
    let again = try ImageReader(.bytes(bytes))
    #expect(again.info.width == 48, "upright, and not turned again")
    #expect(again.info.height == 32)
    // Once more through JPEG, where EXIF lies in the open.
    let writer = ImageWriter(format: try ImageFormat(suffix: "jpg"))
    let jpeg = try writer.encode(PictureInMemory(again).outgoing(metadata: again.metadata))
    for text in ["A. Painter", "Six patches", "2024:02:03 04:05:06"] {
      #expect(contains(jpeg, text), "\(text)")
    }
    #expect(contains(jpeg, "tiff:Orientation>1<"))
    #expect(contains(jpeg, "Patches</rdf:li>"))
    #expect(contains(jpeg, "sRGB"))
  }

  @Test func iptcIsKept() throws {
    // Application record 2, keyword 25, six bytes.
    let keyword: [UInt8] = [0x1c, 2, 25, 0, 6] + Array("colour".utf8)
    #expect(try rewritten(".jpg").firstRange(of: Array("8BIM\u{4}\u{4}".utf8)) != nil)
    #expect(try rewritten(".jpg").firstRange(of: keyword) != nil)
    let tiff = try rewritten(".tif")
    #expect(tiff.firstRange(of: keyword) != nil)
    #expect(!contains(tiff, "8BIM"))
  }

  @Test func thePreviewIsGone() throws {
    let before = try Fixture.bytes("metadata.jpg")
    let after = try rewritten(".jpg")
    let startOfImage: [UInt8] = [0xff, 0xd8, 0xff]
    #expect(before.ranges(of: startOfImage).count == 2)
    #expect(after.ranges(of: startOfImage).count == 1)
  }

  @Test(arguments: [".jpg", ".webp", ".tif", ".avif", ".png"])
  func isStripped(_ format: String) throws {
    let bytes = try rewritten(format, strip: true)
    for text in ["A. Painter", "Six patches", "2024:02:03", "tiff:Orientation"] {
      #expect(!contains(bytes, text), "\(text)")
    }
    #expect(try ImageReader(.bytes(bytes)).info.width == 48)
  }

  @Test(arguments: [".jpg", ".webp", ".tif", ".avif", ".png"])
  func resolutionIsKept(_ format: String) throws {
    let again = try ImageReader(.bytes(rewritten(format)))
    let png = try ImageWriter(format: ImageFormat(suffix: "png")).encode(
      PictureInMemory(again).outgoing(metadata: again.metadata))
    // 300 per inch are 11811 per metre (unit 1).
    let expected: [UInt8] = Array("pHYs".utf8) + [0, 0, 0x2e, 0x23, 0, 0, 0x2e, 0x23, 1]
    #expect(png.firstRange(of: expected) != nil)
  }

  @Test func theProfileBecomesSRGB() throws {
    let reader = try ImageReader(.file(Fixture.path("p3.jpg")))
    let picture = try PictureInMemory(reader)
    for format in [".png", ".tif", ".webp[lossless]"] {
      let writer = ImageWriter(format: try ImageFormat(argument: format))
      let bytes = try writer.encode(picture.outgoing(metadata: reader.metadata))
      let again = try ImageReader(.bytes(bytes))
      #expect(again.info.hasUsableProfile)
      #expect(try PictureInMemory(again).difference(to: picture).largest <= 1, "\(format)")
    }
  }
}
