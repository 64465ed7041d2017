import Files
import ImageIO
import Testing

/// Soft waves with different frequencies per channel: kind to lossy coders, different at every pixel.
func waves(
  _ width: Int, _ height: Int, _ depth: BitDepth = .eight, hasAlpha: Bool = false
) -> PictureInMemory {
  let full = depth == .eight ? 255 : 65535
  return PictureInMemory(width: width, height: height, depth: depth, hasAlpha: hasAlpha) {
    x, y, channel in
    switch channel {
    case 0: x * full / max(1, width - 1)
    case 1: y * full / max(1, height - 1)
    default: (x + y) * full / max(1, width + height - 2)
    }
  }
}

@Suite struct FormatTests {
  @Test(arguments: [".png", ".tif", ".ppm", ".webp[lossless]", ".png[interlace]", ".tif[tile]"])
  func losslessEightBits(_ format: String) throws {
    let picture = waves(67, 45)
    let writer = ImageWriter(format: try ImageFormat(argument: format))
    let bytes = try writer.encode(picture.outgoing())
    let back = try PictureInMemory(.bytes(bytes))
    #expect(back == picture)
  }

  @Test(arguments: [".png", ".tif", ".ppm", ".tif[compression=deflate]"])
  func losslessSixteenBits(_ format: String) throws {
    let picture = waves(67, 45, .sixteen)
    let writer = ImageWriter(format: try ImageFormat(argument: format))
    let bytes = try writer.encode(picture.outgoing())
    let back = try PictureInMemory(.bytes(bytes))
    #expect(back == picture)
  }

  /// AVIF keeps 12 of the 16 bits.
  @Test(arguments: [".avif", ".heic"])
  func lossySixteenBits(_ format: String) throws {
    let picture = waves(128, 96, .sixteen)
    let writer = ImageWriter(format: try ImageFormat(argument: format), quality: 95)
    let back = try PictureInMemory(.bytes(writer.encode(picture.outgoing())))
    #expect(back.depth == .sixteen)
    #expect(back.difference(to: picture).mean < 400, "\(back.difference(to: picture))")
    #expect(Set(back.colour).count > 1024, "more than 8 bits came through")
  }

  /// Its saver writes to memory; reading it back needs a format that is off.
  @Test func formatsWithoutAStream() throws {
    let writer = ImageWriter(format: try ImageFormat(suffix: "jp2"))
    let bytes = try writer.encode(waves(40, 40).outgoing())
    #expect {
      try ImageReader(.bytes(bytes))
    } throws: { error in
      "\(error)".contains("a JPEG 2000 picture") && "\(error)".contains("untrusted")
    }
    let folder = try TestFolder()
    try writer.write(waves(40, 40).outgoing(), to: folder.file("out.jp2"))
    #expect(try folder.read("out.jp2") == bytes)
  }

  @Test(arguments: [".jpg", ".webp", ".avif", ".heic", ".gif"])
  func lossy(_ format: String) throws {
    let picture = waves(128, 96)
    let writer = ImageWriter(format: try ImageFormat(argument: format), quality: 90)
    let bytes = try writer.encode(picture.outgoing())
    let back = try PictureInMemory(.bytes(bytes))
    #expect(back.difference(to: picture).mean < 5, "\(back.difference(to: picture))")
  }
}
