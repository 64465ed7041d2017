import Files
import Foundation
import ImageIO
import Testing

@Suite struct WritingTests {
  @Test func bitDepths() throws {
    let wide = waves(40, 30, .sixteen)
    let narrow = PictureInMemory(width: 40, height: 30) { x, y, channel in
      Int((Double(wide.pixel(x, y)[channel]) / 257).rounded())
    }
    let png = try ImageFormat(suffix: "png")
    let eight = try ImageWriter(format: png, depth: .eight).encode(wide.outgoing())
    #expect(try PictureInMemory(.bytes(eight)) == narrow)
    let sixteen = try ImageWriter(format: png, depth: .sixteen).encode(narrow.outgoing())
    let widened = PictureInMemory(width: 40, height: 30, depth: .sixteen) { x, y, channel in
      narrow.pixel(x, y)[channel] * 257
    }
    #expect(try PictureInMemory(.bytes(sixteen)) == widened)

    let jpeg = ImageWriter(format: try ImageFormat(suffix: "jpg"), depth: .sixteen)
    #expect(throws: ImageError.bitDepthNotCarried(format: ".jpg", asked: 16, carried: 8)) {
      try jpeg.encode(wide.outgoing())
    }
    #expect(ImageWriter(format: try ImageFormat(suffix: "webp")).depth(for: .sixteen) == .eight)
  }

  @Test(arguments: [".png", ".tif", ".webp[lossless]"])
  func alphaComesBack(_ format: String) throws {
    let picture = waves(41, 23, hasAlpha: true)
    let writer = ImageWriter(format: try ImageFormat(argument: format))
    let back = try PictureInMemory(.bytes(writer.encode(picture.outgoing())))
    #expect(back.alpha == picture.alpha)
    // WebP may forget colours that can't be seen.
    for x in 1..<41 { #expect(back.pixel(x, 11) == picture.pixel(x, 11)) }
  }

  @Test(arguments: [".avif", ".gif"])
  func alphaComesBackRoughly(_ format: String) throws {
    var picture = waves(64, 64, hasAlpha: true)
    picture.alpha = picture.alpha.map { $0 < 128 ? 0 : 255 }
    let writer = ImageWriter(format: try ImageFormat(argument: format), quality: 95)
    let back = try PictureInMemory(.bytes(writer.encode(picture.outgoing())))
    #expect(back.alpha.count == 64 * 64)
    let wrong = zip(back.alpha, picture.alpha).count { abs(Int($0) - Int($1)) > 40 }
    #expect(wrong < 64 * 4)
  }

  @Test func jpegLaysAlphaOnWhite() throws {
    var picture = PictureInMemory(width: 32, height: 32, hasAlpha: true) { _, _, channel in
      [200, 0, 100][channel]
    }
    for (alpha, expected) in [
      (0, [255, 255, 255]), (128, [227, 127, 177]), (255, [200, 0, 100]),
    ] {
      picture.alpha = picture.alpha.map { _ in UInt16(alpha) }
      let writer = ImageWriter(format: try ImageFormat(argument: "jpg[Q=100,no-subsample]"))
      let back = try PictureInMemory(.bytes(writer.encode(picture.outgoing())))
      for channel in 0..<3 {
        #expect(abs(back.pixel(16, 16)[channel] - expected[channel]) <= 3, "alpha \(alpha)")
      }
    }
  }

  @Test func optionsPassThrough() throws {
    let (path, format) = try ImageFormat.parse(output: "some/folder/out.jpg[Q=30]")
    #expect(path == "some/folder/out.jpg")
    let picture = waves(200, 200)
    let small = try ImageWriter(format: format!).encode(picture.outgoing())
    let large = try ImageWriter(format: ImageFormat(suffix: "jpg"), quality: 98)
      .encode(picture.outgoing())
    #expect(small.count * 3 < large.count * 2)

    for plain: Path in ["holiday[1]", "a/holiday[1].jpg", "[x]", "]", "plain.png"] {
      #expect(try ImageFormat.parse(output: plain).path == plain)
    }
    #expect(try ImageFormat.parse(output: "folder/out").format == nil)
    for (options, format) in [("Q=nothing", "jpg"), ("no-such=1", "png"), ("Q=1000", "webp")] {
      #expect {
        try ImageFormat(suffix: format, options: options)
      } throws: { error in
        if case ImageError.badOption(".\(format)", options, _) = error { true } else { false }
      }
    }
    #expect {
      try ImageFormat.parse(output: "out.docx")
    } throws: { error in
      if case ImageError.unknownFormat(".docx", let known) = error {
        known.contains(".jpg")
      } else {
        false
      }
    }
    #expect(throws: ImageError.badQuality(found: 0)) {
      try ImageWriter(format: ImageFormat(suffix: "jpg"), quality: 0).check()
    }
  }

  @Test func nothingIsOverwrittenUnlessTold() throws {
    let folder = try TestFolder()
    let path = folder.file("out.png")
    var writer = ImageWriter(format: try ImageFormat(suffix: "png"))
    try writer.write(waves(9, 5).outgoing(), to: path)
    let first = try folder.read("out.png")
    #expect(throws: ImageError.exists(path: path.description)) {
      try writer.write(waves(20, 20).outgoing(), to: path)
    }
    #expect(try folder.read("out.png") == first)

    // Somebody else is quicker while we encode.
    let late = folder.file("late.png")
    var picture = waves(9, 5).outgoing()
    let rows = picture.colour
    picture.colour = { range, buffer in
      if range.lowerBound == 0 {
        try Data([1, 2, 3]).write(to: URL(fileURLWithPath: late.description))
      }
      try rows(range, buffer)
    }
    #expect(throws: ImageError.exists(path: late.description)) {
      try writer.write(picture, to: late)
    }
    #expect(try folder.read("late.png") == [1, 2, 3])

    writer.overwrite = true
    try writer.write(waves(20, 20).outgoing(), to: path)
    #expect(try PictureInMemory(.file(path)) == waves(20, 20))
    #expect(try folder.names == ["late.png", "out.png"])
  }

  @Test(arguments: [".png", ".jpg", ".tif", ".webp", ".avif", ".gif", ".ppm"])
  func aFailingSourceLeavesNothing(_ suffix: String) throws {
    struct Stop: Error {}
    let folder = try TestFolder()
    let rows = waves(50, 400).outgoing().colour
    let picture = OutputImage(width: 50, height: 400, depth: .eight) { range, buffer in
      if range.contains(350) { throw Stop() }
      try rows(range, buffer)
    }
    let writer = ImageWriter(format: try ImageFormat(suffix: suffix))
    #expect(throws: Stop.self) {
      try writer.write(picture, to: folder.file(Path("out" + suffix)))
    }
    #expect(try folder.names == [])
  }

  @Test func unwritablePlaces() throws {
    let writer = ImageWriter(format: try ImageFormat(suffix: "png"), overwrite: true)
    for place: Path in ["/nonexistent/out.png", "/proc/out.png", "/tmp"] {
      #expect {
        try writer.write(waves(3, 3).outgoing(), to: place)
      } throws: { error in
        if case ImageError.unwritable(place.description, _) = error { true } else { false }
      }
    }
    #expect(throws: ImageError.badSize(path: "x", width: 0, height: 3)) {
      var picture = waves(3, 3).outgoing()
      picture.width = 0
      _ = try writer.encode(picture, name: "x")
    }
  }

  @Test func temporaryNamesAreKnown() {
    #expect(Path("in/.stylize-1a2b.tmp").isTemporaryOutput)
    #expect(!Path("in/.stylize-1a2b.png").isTemporaryOutput)
    #expect(!ImageCodecs.isImageName(".stylize-1a2b.tmp"))
    #expect(!ImageCodecs.isImageName(".hidden.jpg"))
    #expect(!ImageCodecs.isImageName("notes.txt"))
    #expect(!ImageCodecs.isImageName("jpg"))
    #expect(ImageCodecs.isImageName("a/B.JPG"))
    #expect(ImageCodecs.isImageName("x.tiff"))
    #expect(ImageCodecs.formats.writable.contains(".png"))
  }
}
