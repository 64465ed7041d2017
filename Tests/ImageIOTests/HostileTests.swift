import Files
import Foundation
import Glibc
import ImageIO
import Testing

/// Random numbers that are the same in every run (SplitMix64).
private struct Dice: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}

@Suite struct HostileTests {
  static let formats = [
    ".jpg", ".png", ".png[interlace]", ".tif", ".tif[compression=deflate]", ".webp", ".gif",
    ".avif", ".ppm", ".jpg[interlace]",
  ]

  private func sample(_ format: String) throws -> [UInt8] {
    var dice = Dice(state: 1)
    var picture = waves(61, 83)
    picture.colour = picture.colour.map { $0 / 2 + UInt16.random(in: 0..<100, using: &dice) }
    return try ImageWriter(format: ImageFormat(argument: format)).encode(picture.outgoing())
  }

  /// Cut off, a file is refused, or what is missing didn't matter and every pixel is right.
  @Test(arguments: formats)
  func cutOff(_ format: String) throws {
    let bytes = try sample(format)
    let whole = try PictureInMemory(.bytes(bytes))
    for step in 0..<60 {
      let length = bytes.count * step / 60
      do {
        let picture = try PictureInMemory(.bytes(Array(bytes[..<length]), name: "cut"))
        #expect(picture == whole, "cut to \(length) of \(bytes.count)")
        // The profile may lie behind the pixels.
        #expect(length * 2 > bytes.count, "cut to \(length) of \(bytes.count)")
      } catch let error as ImageError {
        #expect(error.description.hasPrefix("cut: "))
        #expect(!error.description.contains("\n"))
      }
    }
  }

  /// Whatever the bytes, there is a picture of the announced size or an error of ours.
  @Test(arguments: formats)
  func mutations(_ format: String) throws {
    let bytes = try sample(format)
    var dice = Dice(state: 2)
    for _ in 0..<60 {
      var mutant = bytes
      for _ in 0..<Int.random(in: 1...8, using: &dice) {
        let place =
          Bool.random(using: &dice)
          ? Int.random(in: 0..<mutant.count, using: &dice)
          : Int.random(in: 0..<min(64, mutant.count), using: &dice)
        mutant[place] = UInt8.random(in: 0...255, using: &dice)
      }
      do {
        let limits = ImageLimits(maxPixels: 10_000_000)
        _ = try PictureInMemory(ImageReader(.bytes(mutant), limits: limits), strip: 64)
      } catch is ImageError {}
    }
  }

  @Test func whatIsNoPicture() throws {
    let folder = try TestFolder()
    func error(_ path: Path) -> ImageError? {
      do {
        _ = try ImageReader(.file(path))
        return nil
      } catch { return error as? ImageError }
    }
    let empty = try folder.write([], as: "empty.jpg")
    #expect(error(empty) == .empty(path: empty.description))
    let zeros = try folder.write([UInt8](repeating: 0, count: 5000), as: "zeros.png")
    guard case .notAPicture(_, "zero bytes", _) = error(zeros) else {
      Issue.record("\(String(describing: error(zeros)))")
      return
    }
    let text = try folder.write(Array("3 3\n1 2 3\n".utf8), as: "text.jpg")
    guard case .notAPicture(_, "text", _) = error(text) else {
      Issue.record("\(String(describing: error(text)))")
      return
    }
    let letter = try folder.write(Array("x".utf8), as: "letter.jpg")
    guard case .notAPicture(_, "text", _) = error(letter) else {
      Issue.record("\(String(describing: error(letter)))")
      return
    }
    let directory = folder.file("folder.jpg")
    try FileManager.default.createDirectory(
      atPath: directory.description, withIntermediateDirectories: false)
    #expect(error(directory) == .notAFile(path: directory.description, found: "a folder"))
    let pipe = folder.file("pipe.jpg")
    #expect(mkfifo(pipe.description, 0o600) == 0)
    #expect(error(pipe) == .notAFile(path: pipe.description, found: "a pipe"))
    guard case .unreadable = error(folder.file("nothing.jpg")) else {
      Issue.record("a missing file")
      return
    }
    #expect(throws: ImageError.empty(path: "standard input")) { try ImageReader(.bytes([])) }
  }

  @Test func untrustedFormatsAreNamed() throws {
    let drawing = "<svg xmlns='http://www.w3.org/2000/svg' width='4' height='4'/>"
    #expect {
      try ImageReader(.bytes(Array(drawing.utf8)))
    } throws: { error in
      if case ImageError.notAPicture(_, "an SVG drawing", _) = error { true } else { false }
    }
  }

  /// A header that promises 60000 by 60000 pixels costs nothing.
  @Test func headerBomb() throws {
    var bytes = try ImageWriter(format: ImageFormat(suffix: "png"))
      .encode(waves(8, 8).outgoing())
    bytes.replaceSubrange(16..<24, with: [0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60])
    bytes.replaceSubrange(29..<33, with: crc(bytes[12..<29]))
    #expect(
      throws: ImageError.tooLarge(
        path: "bomb", width: 60000, height: 60000, allowedPixels: 2_000_000_000)
    ) { try ImageReader(.bytes(bytes, name: "bomb")) }

    let generous = ImageLimits(maxPixels: .max)
    let reader = try ImageReader(.bytes(bytes, name: "bomb"), limits: generous)
    #expect(throws: ImageError.self) {
      var row = [UInt8](repeating: 0, count: 60000 * 3 * 16)
      try row.withUnsafeMutableBytes { try reader.read(rows: 0..<16, into: $0) }
    }
  }

  /// The check sum of PNG chunks (ISO 3309), bit by bit.
  private func crc(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    var rest: UInt32 = .max
    for byte in bytes {
      rest ^= UInt32(byte)
      for _ in 0..<8 { rest = rest & 1 == 1 ? rest >> 1 ^ 0xedb8_8320 : rest >> 1 }
    }
    return (0..<4).map { UInt8(truncatingIfNeeded: ~rest >> (24 - 8 * UInt32($0))) }
  }

  @Test func strangeNames() throws {
    let folder = try TestFolder()
    let picture = waves(10, 10)
    let names: [Path] = [
      "a b.png", "x[page=3].png", "y.png[Q=1]", "new\nline.png", "Übung 画.png", "-", "%s%n.png",
      Path(bytes: [0xff, 0xfe, 0x80] + Array(".png".utf8)),
    ]
    let writer = ImageWriter(format: try ImageFormat(suffix: "png"))
    for name in names {
      let path = folder.file(name)
      try writer.write(picture.outgoing(), to: path)
      #expect(try PictureInMemory(.file(path)) == picture, "\(name)")
      #expect(throws: ImageError.exists(path: path.description)) {
        try writer.write(picture.outgoing(), to: path)
      }
    }
    #expect(names[3].description == "new\\x0aline.png")
    #expect(names[7].description == "\\xff\\xfe\\x80.png")
    #expect(names[7].suffix == ".png")
    let lost = folder.file(Path(bytes: Array("gone\n".utf8) + [0xff]))
    #expect {
      try ImageReader(.file(lost))
    } throws: { error in
      !"\(error)".contains("\n") && "\(error)".contains("gone\\x0a\\xff")
    }
  }
}
