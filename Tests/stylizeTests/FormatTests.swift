import Foundation
import Testing

/// Which format a painting is written in.
@Suite struct FormatTests {
  let folder: TemporaryFolder
  private let style = ["--style", "starry", "--styles-dir", Program.styles]

  init() throws {
    folder = try TemporaryFolder()
    try folder.makePicture("in.ppm", width: 20, height: 16)
  }

  /// The photograph in a format, by way of the program itself.
  private func photograph(_ name: String) throws -> Data {
    let run = try Program.run(
      style + ["--strength", "0", folder.path("in.ppm"), folder.path(name)])
    #expect(run.status == 0, "\(run.errors)")
    return try folder.data(name)
  }

  @Test(
    arguments: [
      ("a.png", [0x89, 0x50, 0x4E, 0x47]), ("a.jpg", [0xFF, 0xD8, 0xFF]),
      ("a.tif", [0x49, 0x49, 0x2A, 0]), ("a.webp", Array("RIFF".utf8)), ("a.ppm", Array("P6".utf8)),
      ("a.avif", [0, 0, 0]),
      // A painting has more colours than GIF holds.
      ("a.gif", [0x89, 0x50, 0x4E, 0x47]),
    ] as [(String, [UInt8])]) func aPipeKeepsTheFormat(name: String, head: [UInt8]) throws
  {
    let input = try photograph(name)
    let run = try Program.run(style + ["-", "-"], input: input)
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.starts(with: head))
    let asked = try Program.run(style + ["-f", "png", "-", "-"], input: input)
    #expect(asked.output.starts(with: [0x89, 0x50]))
  }

  @Test func aGreyMapBecomesColours() throws {
    try folder.write(Data("P5 4 4 255\n0123456789abcdef".utf8), "grey.pgm")
    try folder.write(Data("P4 8 4\n0123".utf8), "ink.pbm")
    for name in ["grey.pgm", "ink.pbm"] {
      let run = try Program.run(style + [folder.path(name), folder.path("out") + "/"])
      #expect(run.status == 0, "\(run.errors)")
      let pipe = try Program.run(style + ["-", "-"], input: folder.data(name))
      #expect(pipe.output.starts(with: Array("P6".utf8)), "\(pipe.errors)")
    }
    #expect(folder.names("out") == ["grey.ppm", "ink.ppm"])
  }

  @Test(arguments: ["pgm", "pbm", "pfm"]) func paintingsHaveColours(suffix: String) throws {
    for arguments in [["in.ppm", "out.\(suffix)"], ["-f", suffix, "in.ppm", "out"]] {
      let run = try Program.run(
        style + arguments.map { $0.contains(".") || $0 == "out" ? folder.path($0) : $0 })
      #expect(run.status == 2)
      #expect(
        run.errors.contains(".\(suffix) ") && run.errors.contains("use .ppm"), "\(run.errors)")
    }
    #expect(folder.names() == ["in.ppm"])
  }

  /// PFM's rows go from the bottom up, and its numbers from 0 to 1.
  @Test func floatMapsStandUpright() throws {
    var data = Data("PF\n4 2\n-1.0\n".utf8)
    for red in [Float(0.25), 1] {
      for _ in 0..<4 {
        for value in [red, 0, 0.5] { withUnsafeBytes(of: value) { data.append(contentsOf: $0) } }
      }
    }
    try folder.write(data, "in.pfm")
    let run = try Program.run(
      style + ["--strength", "0", "--bit-depth", "8", "-f", "ppm", folder.path("in.pfm"), "-"])
    #expect(run.status == 0, "\(run.errors)")
    func row(_ red: UInt8) -> [UInt8] { (0..<4).flatMap { _ in [red, 0, 127] } }
    #expect(Array(run.output.suffix(24)) == row(255) + row(64))
  }

  @Test func aNameAndAFormatMustAgree() throws {
    let run = try Program.run(
      style + ["--format", "jpg", folder.path("in.ppm"), folder.path("o.png")])
    #expect(run.status == 2)
    #expect(run.errors.contains("found the suffix .png and the format .jpg"))
    let template = try Program.run(
      style + ["-f", "jpg", "--output-template", "{name}.png", folder.path("in.ppm"), "out"])
    #expect(template.status == 2)
    for (format, name) in [("jpg", "a.jpeg"), ("jpg[Q=50]", "b.jpg"), ("tif", "c.tiff")] {
      let run = try Program.run(style + ["-f", format, folder.path("in.ppm"), folder.path(name)])
      #expect(run.status == 0, "\(run.errors)")
    }
    let twice = try Program.run(
      style + ["-f", "jpg[Q=50]", folder.path("in.ppm"), folder.path("d.jpg[Q=60]")])
    #expect(twice.status == 2)
  }

  @Test func otherNamesOfJPEG() throws {
    let jpeg = try photograph("a.jpg")
    try FileManager.default.createDirectory(
      atPath: folder.path("photos"), withIntermediateDirectories: false)
    for name in ["a.jfif", "IMG_0001", "b.JPG"] { try folder.write(jpeg, "photos/\(name)") }
    try folder.write(Data("BM".utf8), "photos/c.bmp")
    try folder.write(Data("notes".utf8), "photos/README")
    try folder.write(Data("notes".utf8), "photos/notes.txt")
    try folder.write(Data("notes".utf8), "photos/other.txt")
    let run = try Program.run(style + [folder.path("photos"), folder.path("out")])
    #expect(run.status == 0, "\(run.errors)")
    #expect(folder.names("out") == ["IMG_0001.jpg", "a.jpg", "b.JPG"])
    #expect(
      run.errors.contains(
        "passed over 4 files that are no pictures it reads: 2 .txt, 1 without a suffix, 1 .bmp"),
      "\(run.errors)")
  }

  @Test func untrustedFormatsAreFoundWhereTheyAreAllowed() throws {
    let drawing = """
      <svg xmlns="http://www.w3.org/2000/svg" width="30" height="20"><rect width="20" height="9" \
      fill="red"/></svg>
      """
    try FileManager.default.createDirectory(
      atPath: folder.path("drawings"), withIntermediateDirectories: false)
    try folder.write(Data(drawing.utf8), "drawings/a.svg")
    let refused = try Program.run(style + [folder.path("drawings"), folder.path("out")])
    #expect(refused.status == 3)
    #expect(refused.errors.contains("1 file that is no picture it reads: 1 .svg"))
    let run = try Program.run(
      style + ["--allow-untrusted", folder.path("drawings"), folder.path("out")])
    #expect(run.status == 0, "\(run.errors)")
    #expect(folder.names("out") == ["a.png"])
  }

  @Test func morePagesThanOneAreTold() throws {
    // Two pages: the second directory is the first once more, further down.
    var tiff = try photograph("a.tif")
    func number(_ offset: Int, _ size: Int) -> Int {
      (0..<size).reduce(0) { $0 | Int(tiff[offset + $1]) << (8 * $1) }
    }
    let first = number(4, 4)
    let entries = number(first, 2)
    let directory = tiff[first..<first + 2 + entries * 12] + Data(count: 4)
    if tiff.count % 2 == 1 { tiff.append(0) }
    let second = tiff.count
    for byte in 0..<4 { tiff[first + 2 + entries * 12 + byte] = UInt8(second >> (8 * byte) & 255) }
    tiff.append(directory)
    try folder.write(tiff, "pages.tif")
    let run = try Program.run(style + [folder.path("pages.tif"), folder.path("out.png")])
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.errors.contains("pages.tif: has 2 pages or frames; only the first is painted"))
    #expect(
      try !Program.run(style + [folder.path("a.tif"), folder.path("o.png")]).errors.contains(
        "pages"))
  }
}
