import Foundation
import Testing

@Suite struct LookTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.makePicture("photo.ppm", width: 120, height: 80)
  }

  @Test(arguments: [
    ["--keep-colors"], ["--stroke-size", "2"], ["--stroke-size", "2", "--detail", "0"],
  ])
  func changesThePainting(options: [String]) throws {
    #expect(try Program.paint(folder.path("photo.ppm"), folder.path("plain.ppm")).status == 0)
    let run = try Program.run(
      ["--style", "starry", "--styles-dir", Program.styles] + options
        + [folder.path("photo.ppm"), folder.path("other.ppm")])
    #expect(run.status == 0)
    let (plain, other) = (try folder.data("plain.ppm"), try folder.data("other.ppm"))
    #expect(plain.count == other.count)
    #expect(plain != other)
  }

  @Test func masks() throws {
    try folder.write("black.ppm", Data("P6 1 1 255\n".utf8) + Data([0, 0, 0]))
    let run = try Program.paint(
      "--mask", folder.path("black.ppm"), folder.path("photo.ppm"), folder.path("out.ppm"))
    #expect(run.status == 0)
    // The headers differ in white space.
    let pixels = 120 * 80 * 3
    #expect(try folder.data("out.ppm").suffix(pixels) == folder.data("photo.ppm").suffix(pixels))
    let missing = try Program.paint(
      "--mask", folder.path("none.png"), folder.path("photo.ppm"), folder.path("out2.ppm"))
    #expect(missing.status == 2)
    #expect(missing.errors.contains("none.png"))
  }

  @Test func strengthZeroGivesThePhotographBack() throws {
    let run = try Program.paint(
      "--strength", "0", "--stroke-size", "3", folder.path("photo.ppm"), folder.path("out.ppm"))
    #expect(run.status == 0)
    let pixels = 120 * 80 * 3
    #expect(try folder.data("out.ppm").suffix(pixels) == folder.data("photo.ppm").suffix(pixels))
  }

  @Test(arguments: [
    ["--stroke-size", "0.5"], ["--stroke-size", "large"], ["--detail", "2"], ["--detail", "nan"],
    ["--grain", "2.1"], ["--grain=-0.1"], ["--grain", "nan"], ["--grain", "much"],
  ])
  func usage(options: [String]) throws {
    let run = try Program.run(
      ["--style", "starry", "--styles-dir", Program.styles] + options
        + [folder.path("photo.ppm"), folder.path("out.ppm")])
    #expect(run.status == 2)
    #expect(folder.names() == ["photo.ppm"])
  }

  @Test func sheet() throws {
    let arguments = [
      "sheet", "--styles-dir", Program.styles, "--styles", "starry,wave", "--strengths", "0.5,1",
      "--size", "48", folder.path("photo.ppm"), folder.path("sheet.png"),
    ]
    let run = try Program.run(arguments)
    #expect(run.status == 0)
    #expect(run.lines == [folder.path("sheet.png")])
    #expect(run.errors.hasPrefix("stylize: painted 5 pictures in "), "\(run.errors)")
    // Never over a file that is there, unless told; and how to tell is said.
    let refused = try Program.run(arguments)
    #expect(refused.status == 2)
    #expect(refused.errors.contains("sheet.png: already exists; --existing overwrite replaces it"))
    #expect(try Program.run(arguments + ["--existing", "overwrite", "-q"]).status == 0)
    #expect(try Program.run(arguments + ["--strengths", "2"]).status == 2)
    #expect(try Program.run(arguments + ["--size", "1"]).status == 2)
    let again = try Program.run(arguments + ["--existing", "overwrite", "--styles", "stary"])
    #expect(again.status == 2)
    #expect(again.errors.contains("did you mean 'starry'?"))
  }

  @Test func sheetOfWhatIsNoPicture() throws {
    try folder.write("words.png", Data("hello".utf8))
    let run = try Program.run(
      "sheet", "--styles-dir", Program.styles, folder.path("words.png"), folder.path("sheet.png"))
    #expect(run.status == 5)
    #expect(run.errors.contains("words.png: found text"))
    #expect(folder.names() == ["photo.ppm", "words.png"])
  }

  @Test func gallery() throws {
    let out = folder.path("out")
    try folder.makePicture("in/photo.ppm")
    let run = try Program.run(
      "gallery", "--styles-dir", Program.styles, "--size", "40", folder.path("in"), out)
    #expect(run.status == 0)
    #expect(run.lines == [out + "/index.html"])
    #expect(folder.names("out") == [".stylize-gallery.json", "index.html", "photo"])
    #expect(Set(folder.names("out/photo")).isSuperset(of: ["photograph.jpg", "starry.jpg"]))
  }
}

extension TemporaryFolder {
  fileprivate func write(_ name: String, _ data: Data) throws {
    try data.write(to: URL(fileURLWithPath: path(name)))
  }
}
