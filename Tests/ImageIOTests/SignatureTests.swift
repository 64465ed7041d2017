import Files
import ImageIO
import Testing

/// What a file is, is known by its first bytes; no decoder that is off sees them.
@Suite struct SignatureTests {
  private func error(_ bytes: [UInt8], _ limits: ImageLimits = ImageLimits()) -> ImageError? {
    do {
      let reader = try ImageReader(.bytes(bytes, name: "x"), limits: limits)
      var row = [UInt8](repeating: 0, count: reader.info.width * 3 * reader.info.depth.bytes)
      for index in 0..<reader.info.height {
        try row.withUnsafeMutableBytes { try reader.read(rows: index..<(index + 1), into: $0) }
      }
      return nil
    } catch { return error as? ImageError }
  }

  /// A gzip file with bytes after its end kept libvips' own recognition busy for ever.
  @Test(.timeLimit(.minutes(1))) func gzipWithBytesAfterItsEnd() {
    let bytes: [UInt8] = [
      0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 3, 0x4b, 0x54, 0x28, 0xc8, 0x49, 0xcc, 0xcc, 0x53, 0x28,
      0x49,
      0xad, 0x28, 0xd1, 0x51, 0x28, 0x48, 0x4c, 0xce, 0x4e, 0x4d, 1, 0, 0x61, 0xde, 0xb4, 0xa4,
      0x14,
      0, 0, 0, 0x74, 0x61, 0x69, 0x6c,
    ]
    guard case .notAPicture("x", "a gzip archive", _) = error(bytes) else {
      Issue.record("\(String(describing: error(bytes)))")
      return
    }
  }

  @Test(arguments: [
    ("%PDF-1.7", "a PDF"), ("#?RADIANCE\n", "a Radiance picture"),
    ("SIMPLE  =   T", "a FITS picture"),
    ("BM______", "a BMP picture"), ("8BPS\u{0}\u{1}", "a Photoshop file"),
    ("<?xml version='1.0'?><svg/>", "an SVG drawing"),
  ])
  func formatsThatAreOff(head: String, found: String) {
    guard case .notAPicture("x", found, let reason) = error(Array(head.utf8)) else {
      Issue.record("\(head): \(String(describing: error(Array(head.utf8))))")
      return
    }
    #expect(reason.contains("untrusted"))
  }

  @Test func decodingHasAnEnd() throws {
    let bytes = try ImageWriter(format: ImageFormat(suffix: "png")).encode(
      waves(400, 3000).outgoing())
    #expect(error(bytes, ImageLimits(decodeSeconds: 0)) == nil)
    #expect(error(bytes, ImageLimits(decodeSeconds: 60)) == nil)
    #expect(
      error(bytes, ImageLimits(decodeSeconds: 1e-6))
        == .decodingTooSlow(path: "x", seconds: 1e-6))
  }
}
