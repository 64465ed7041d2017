import Files
import Foundation
import Glibc
import ImageIO
import Testing

/// 24 megapixels in the long proofs.
private let isSoak = ProcessInfo.processInfo.environment["STYLIZE_SOAK"] != nil
private let width = isSoak ? 6000 : 2000
private let height = isSoak ? 4000 : 1400

/// What coders take of this process, beside what is said of them before.
@Suite(.serialized) struct CodecMemoryTests {
  /// Thread stacks and what the allocator keeps; whoever shares memory out leaves as much free.
  private static let spare = 24 << 20

  /// Noise, which no coder can make small, delivered without being held.
  private func noise(depth: BitDepth = .eight, hasAlpha: Bool = false) -> OutputImage {
    let source: RowSource = { rows, bytes in
      var state = UInt64(rows.lowerBound + 1)
      for index in bytes.indices {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        bytes[index] = UInt8(truncatingIfNeeded: state >> 56)
      }
    }
    return OutputImage(
      width: width, height: height, depth: depth, colour: source,
      alpha: hasAlpha ? source : nil)
  }

  /// The most memory that this process had in `body` beyond what it had before, in bytes
  /// (proc(5): `clear_refs` and `VmHWM`).
  private func peak(_ body: () throws -> Void) throws -> Int {
    trim()
    let file = try #require(fopen("/proc/self/clear_refs", "w"))
    fputs("5", file)
    fclose(file)
    let before = try kilobytes("VmRSS")
    try body()
    return try (kilobytes("VmHWM") - before) << 10
  }

  /// Gives back what the allocator keeps (malloc_trim(3), which the module of the C library leaves out).
  private func trim() {
    typealias Trim = @convention(c) (Int) -> Int32
    if let found = dlsym(nil, "malloc_trim") { _ = unsafeBitCast(found, to: Trim.self)(0) }
  }

  private func kilobytes(_ field: String) throws -> Int {
    let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = try #require(status.split(separator: "\n").first { $0.hasPrefix(field + ":") })
    return try #require(
      line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) })
  }

  private func readAll(_ reader: ImageReader) throws {
    let values = 64 * reader.info.width * reader.info.depth.bytes
    let strip = UnsafeMutableRawBufferPointer.allocate(byteCount: values * 3, alignment: 64)
    defer { strip.deallocate() }
    for top in stride(from: 0, to: reader.info.height, by: 64) {
      try reader.read(rows: top..<min(top + 64, reader.info.height), into: strip)
    }
  }

  /// Encodes noise and decodes it again; each stays inside what is said of it.
  @Test(arguments: [
    "jpg", "jpg[interlace]", "jpg[interlace,Q=95]", "png", "png[interlace]", "png[palette]", "tif",
    "tif[tile]", "tif[tile,tile-width=1024,tile-height=1024]", "tif[pyramid]",
    "tif[compression=lzw,tile-height=\(height)]", "tif[compression=jpeg,tile-height=\(height)]",
    "webp",
    "webp[Q=95]", "webp[lossless]", "gif", "heic[effort=0]", "avif[effort=0]", "jp2", "ppm",
  ])
  func staysInsideWhatIsSaid(_ format: String) throws {
    let folder = try TestFolder()
    let path = folder.file("noise")
    let writer = ImageWriter(format: try ImageFormat(argument: format))
    // Libraries are loaded, and threads started, by a picture that doesn't count.
    _ = try writer.encode(waves(64, 48).outgoing())
    let encoding = try peak { try writer.write(noise(), to: path) }
    if format != "jp2" {
      let reader = try ImageReader(.file(path))
      let told = reader.info.memory
      let decoding = try peak { try readAll(reader) }
      #expect(decoding <= told.bytes + Self.spare, "decoding \(format): told \(told)")
      // The encoder's share is told of what was read, which has the same size.
      let toldEncoding = writer.memory(for: reader.info)
      #expect(encoding <= toldEncoding.bytes + Self.spare, "encoding \(format): \(toldEncoding)")
    }
  }

  /// What is held beside lines, by what the file is; all by the same picture.
  @Test(arguments: [
    ("jpg", 0), ("jpg[interlace,subsample-mode=off]", 6), ("jpg[interlace,subsample-mode=on]", 4),
    ("png", 0), ("png[interlace]", 3), ("tif", 0),
    ("tif[compression=jpeg,tile-height=\(height)]", 6),
  ])
  func whatDecodersHold(_ format: String, bytesPerPixel: Int) throws {
    let writer = ImageWriter(format: try ImageFormat(argument: format))
    let folder = try TestFolder()
    try writer.write(noise(), to: folder.file("noise"))
    let info = try ImageReader(.file(folder.file("noise"))).info
    #expect(info.memory.held == bytesPerPixel * width * height)
    #expect(info.memory.lines > 0 && info.memory.bytes == info.memory.lines + info.memory.held)
  }

  /// Tiles are kept in two rows.
  @Test func largeTilesAreCounted() throws {
    let format = try ImageFormat(argument: "tif[tile,tile-width=512,tile-height=512]")
    let folder = try TestFolder()
    try ImageWriter(format: format).write(noise(), to: folder.file("noise"))
    let info = try ImageReader(.file(folder.file("noise"))).info
    #expect(info.memory.held == 2 * 512 * ((width + 511) / 512 * 512) * 3)
  }

  @Test func optionsOfTheSaverCount() throws {
    let folder = try TestFolder()
    try ImageWriter(format: ImageFormat(suffix: "png")).write(noise(), to: folder.file("noise"))
    let info = try ImageReader(.file(folder.file("noise"))).info
    func held(_ format: String, quality: Int? = nil) throws -> Int {
      try ImageWriter(format: ImageFormat(argument: format), quality: quality)
        .memory(for: info).held
    }
    let pixels = width * height
    #expect(try held("jpg") == 0 && held("png") == 0 && held("ppm") == 0)
    // Colour is kept at full size unless it is said.
    #expect(try held("jpg[interlace]") == 6 * pixels)
    #expect(try held("jpg[interlace,subsample-mode=on]", quality: 95) == 3 * pixels)
    #expect(try held("jpg[interlace,Q=80]", quality: 95) == 6 * pixels)
    #expect(try held("png[interlace]") == 3 * pixels)
    #expect(try held("webp[lossless]") == 38 * pixels)
    #expect(try held("webp", quality: 70) < held("webp"))
    #expect(try held("avif[subsample-mode=on]") < held("avif"))
  }

  /// A picture on its side goes through a scratch file, of which little is in memory at a time.
  @Test func turnedPicturesLeaveLittleInMemory() throws {
    let folder = try TestFolder()
    let format = try ImageFormat(suffix: "png")
    let (width, height) = (4000, 9000)
    let grey = OutputImage(width: width, height: height, depth: .eight) { rows, bytes in
      bytes.initializeMemory(as: UInt8.self, repeating: UInt8(truncatingIfNeeded: rows.lowerBound))
    }
    try ImageWriter(format: format).write(grey, to: folder.file("upright.png"))
    // An orientation is put on the way a camera does it: an EXIF block in the file.
    let turned = try folder.read("upright.png").turnedByEXIF()
    let path = try folder.write(turned, as: "turned.png")
    let reader = try ImageReader(.file(path), limits: ImageLimits(memoryBytes: 0))
    #expect((reader.info.width, reader.info.height) == (height, width))
    let taken = try peak { try readAll(reader) }
    #expect(taken <= reader.info.memory.bytes + Self.spare)
    #expect(reader.info.memory.bytes < width * height * 3)
  }
}

extension [UInt8] {
  /// A PNG with a chunk `eXIf` behind its header that says orientation 6 (PNG, third edition, 11.3.4.5).
  fileprivate func turnedByEXIF() -> [UInt8] {
    let block: [UInt8] =
      Array("eXIf".utf8) + Array("II*\0".utf8) + [8, 0, 0, 0, 1, 0]
      + [0x12, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0] + [0, 0, 0, 0]
    // The check sum of PNG's annex D.
    var sum = UInt32.max
    for byte in block {
      sum ^= UInt32(byte)
      for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xedb8_8320 : sum >> 1 }
    }
    func big(_ number: UInt32) -> [UInt8] { (0..<4).map { UInt8(number >> (24 - 8 * $0) & 255) } }
    return Array(self[..<33]) + big(UInt32(block.count - 4)) + block + big(~sum)
      + Array(self[33...])
  }
}
