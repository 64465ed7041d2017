import Files
import ImageIO
import Testing

@Suite struct ReadingTests {
  @Test(arguments: 1...8)
  func orientation(_ value: Int) throws {
    let reader = try ImageReader(.file(Fixture.path("orientation-\(value).jpg")))
    #expect(reader.info.width == 48)
    #expect(reader.info.height == 32)
    #expect(reader.info.streams == (value <= 2))
    let difference = try PictureInMemory(reader).difference(to: Fixture.picture("patches.png"))
    #expect(difference.largest <= 4, "\(difference)")
  }

  @Test(arguments: [1, 5, 32, 1000])
  func stripHeightDoesNotMatter(_ strip: Int) throws {
    for name in ["orientation-1.jpg", "orientation-6.jpg", "palette.png", "rgb-16.tif"] {
      let input = ImageInput.file(Fixture.path(name))
      #expect(try PictureInMemory(input, strip: strip) == PictureInMemory(input), "\(name)")
    }
  }

  @Test func turnedPicturesGoThroughScratchFiles() throws {
    let limits = ImageLimits(memoryBytes: 0)
    for name in ["orientation-3.jpg", "orientation-6.jpg"] {
      let reader = try ImageReader(.file(Fixture.path(name)), limits: limits)
      #expect(try PictureInMemory(reader) == Fixture.picture(name))
    }
    let nowhere = ImageLimits(memoryBytes: 0, scratchFolder: "/nonexistent")
    let reader = try ImageReader(.file(Fixture.path("orientation-6.jpg")), limits: nowhere)
    #expect {
      try PictureInMemory(reader)
    } throws: { error in
      if case ImageError.scratch("/nonexistent", 48 * 32 * 3, _) = error { true } else { false }
    }
  }

  /// The expected picture is what `vips icc_transform` makes of the same file; the patches are what was meant.
  @Test func displayP3() throws {
    let reader = try ImageReader(.file(Fixture.path("p3.jpg")))
    #expect(reader.info.hasUsableProfile)
    let picture = try PictureInMemory(reader)
    #expect(try picture.difference(to: Fixture.picture("p3-expected.png")).largest <= 1)
    #expect(try picture.difference(to: Fixture.picture("patches.png")).largest <= 5)
  }

  /// The expected picture is what `vipsthumbnail` makes of the same file.
  @Test func cmyk() throws {
    let reader = try ImageReader(.file(Fixture.path("cmyk.jpg")))
    #expect(!reader.info.hasUsableProfile)
    let picture = try PictureInMemory(reader)
    #expect(try picture.difference(to: Fixture.picture("cmyk-expected.png")).largest <= 1)
    // Printed red stays red and grey stays grey.
    #expect(picture.pixel(8, 8)[0] > 200 && picture.pixel(8, 8)[2] < 60)
    #expect(abs(picture.pixel(24, 24)[0] - picture.pixel(24, 24)[2]) < 4)
  }

  @Test func paletteWithTransparency() throws {
    let picture = try Fixture.picture("palette.png")
    #expect(try picture == Fixture.picture("palette-expected.png"))
    #expect(Set(picture.alpha) == [0, 64, 128, 192, 255])
    #expect(picture.pixel(8, 24) == [230, 210, 50], "colours survive under full transparency")
  }

  @Test func premultipliedAlphaIsUndone() throws {
    let picture = try Fixture.picture("premultiplied.tif")
    let expected = try Fixture.picture("palette-expected.png")
    #expect(picture.alpha == expected.alpha)
    for (index, alpha) in expected.alpha.enumerated() where alpha > 0 {
      for channel in 0..<3 {
        let step =
          Int(picture.colour[index * 3 + channel]) - Int(expected.colour[index * 3 + channel])
        #expect(abs(step) <= 4, "pixel \(index), channel \(channel)")
      }
    }
  }

  @Test func greyBecomesThreeChannels() throws {
    let picture = try Fixture.picture("grey.png")
    #expect(picture.depth == .eight)
    #expect(picture.pixel(24, 24) == [128, 128, 128])
    let bits = try Fixture.picture("one-bit.png")
    #expect(Set(bits.colour) == [0, 255])
    let wide = try Fixture.picture("grey-16.png")
    #expect(wide.depth == .sixteen)
    #expect(wide.pixel(24, 24) == Array(repeating: 128 * 256 + 24, count: 3))
  }

  @Test func wideAndUnusualPixels() throws {
    let patches = try Fixture.picture("patches.png")
    let wide = PictureInMemory(width: 48, height: 32, depth: .sixteen) { x, y, channel in
      patches.pixel(x, y)[channel] * 257
    }
    for (name, tolerance) in [("rgb-16.tif", 257), ("lab.tif", 300), ("scrgb.tif", 300)] {
      let picture = try Fixture.picture(name)
      #expect(picture.depth == .sixteen)
      #expect(picture.difference(to: wide).largest <= tolerance, "\(name)")
    }
  }

  @Test(arguments: ["frames.gif", "pages.tif", "progressive.jpg"])
  func firstPageAndWholeFiles(_ name: String) throws {
    let reader = try ImageReader(.file(Fixture.path(name)))
    #expect(reader.info.streams == (name == "pages.tif"))
    let difference = try PictureInMemory(reader).difference(to: Fixture.picture("patches.png"))
    #expect(difference.largest <= 4, "\(difference)")
  }

  @Test func rowsGoForwardOnly() throws {
    let reader = try ImageReader(.file(Fixture.path("patches.png")))
    var buffer = [UInt8](repeating: 0, count: 48 * 3)
    try buffer.withUnsafeMutableBytes { buffer in
      try reader.read(rows: 20..<21, into: buffer)
      #expect(buffer[0] == 230)
      #expect(throws: ImageError.self) { try reader.read(rows: 3..<4, into: buffer) }
      #expect(throws: ImageError.self) { try reader.read(rows: 32..<33, into: buffer) }
      try reader.read(rows: 31..<32, into: buffer)
    }
  }

  @Test func bytesReadAsTheFileDoes() throws {
    let bytes = try Fixture.bytes("metadata.jpg")
    #expect(try PictureInMemory(.bytes(bytes)) == Fixture.picture("metadata.jpg"))
  }
}
