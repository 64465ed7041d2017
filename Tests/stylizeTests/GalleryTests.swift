import Foundation
import Testing

/// A page of photographs in all styles, made without harm to what lies where it goes.
@Suite struct GalleryTests {
  let folder: TemporaryFolder
  private let styles: String

  init() throws {
    folder = try TemporaryFolder()
    styles = folder.path("styles")
    try FileManager.default.createDirectory(atPath: styles, withIntermediateDirectories: true)
    // One style and its network are enough.
    for name in try FileManager.default.contentsOfDirectory(atPath: Program.styles) {
      let isNetwork = FileManager.default.fileExists(
        atPath: "\(Program.styles)/\(name)/network.json")
      if isNetwork || name == "starry" {
        symlink("\(Program.styles)/\(name)", "\(styles)/\(name)")
      }
    }
    try folder.makePicture("in/a.ppm", width: 40, height: 30)
  }

  private func gallery(_ options: String...) throws -> Program {
    try Program.limited(
      seconds: 120,
      ["gallery", "--styles-dir", styles, "--size", "32"] + options
        + [folder.path("in"), folder.path("page")])
  }

  private var page: String {
    (try? String(contentsOfFile: folder.path("page/index.html"), encoding: .utf8)) ?? ""
  }

  @Test func photographsOfOneNameAreBothThere() throws {
    try folder.makePicture("in/a.pgm.ppm", width: 30, height: 30)
    try FileManager.default.copyItem(
      atPath: folder.path("in/a.ppm"), toPath: folder.path("in/a.pnm"))
    #expect(try gallery().status == 0)
    #expect(page.contains("\"a.ppm/starry.jpg\"") && page.contains("\"a.pnm/starry.jpg\""))
    #expect(page.contains("\"a.pgm/starry.jpg\""))
    for name in ["a.ppm", "a.pnm", "a.pgm"] {
      #expect(folder.names("page/\(name)").contains("starry.jpg"))
    }
  }

  @Test func filesOfOthersStay() throws {
    try FileManager.default.createDirectory(
      atPath: folder.path("page/a"), withIntermediateDirectories: true)
    for name in ["page/index.html", "page/a/starry.jpg"] {
      try folder.write(Data("mine".utf8), name)
      let run = try gallery()
      #expect(run.status == 2, "\(run.errors)")
      #expect(run.errors.contains("\(name): is there already"), "\(run.errors)")
      #expect(try folder.data(name) == Data("mine".utf8))
      #expect(!FileManager.default.fileExists(atPath: folder.path("page/a/photograph.jpg")))
      try FileManager.default.removeItem(atPath: folder.path(name))
    }
    #expect(try gallery().status == 0)
    // Made by a gallery, they are made anew; changed by somebody since, they are not.
    #expect(try gallery().status == 0)
    try folder.write(Data("retouched".utf8), "page/a/starry.jpg")
    #expect(try gallery().status == 2)
    #expect(try gallery("--existing", "overwrite").status == 0)
    #expect(try folder.data("page/a/starry.jpg") != Data("retouched".utf8))
  }

  @Test func aBadPictureIsLeftOut() throws {
    try folder.write(Data("no picture".utf8), "in/0.jpg")
    try folder.write(try folder.data("in/a.ppm").prefix(200), "in/cut.ppm")
    mkfifo(folder.path("in/pipe.jpg"), 0o600)
    let run = try gallery()
    #expect(run.status == 1, "\(run.errors)")
    for name in ["0.jpg", "cut.ppm"] {
      #expect(run.errors.contains("in/\(name): "), "\(run.errors)")
      #expect(!page.contains(String(name.prefix { $0 != "." }) + "/starry.jpg"))
    }
    #expect(!page.contains("pipe/starry.jpg"))
    #expect(page.contains("\"a/starry.jpg\""))
  }

  @Test func linksToOddNames() throws {
    let odd = Array("\(folder.path("in"))/new\nline".utf8) + [0xff] + Array("#?.ppm".utf8)
    #expect(link(folder.path("in/a.ppm"), odd.map(CChar.init(bitPattern:)) + [0]) == 0)
    #expect(try gallery().status == 0)
    #expect(page.contains("\"new%0Aline%FF%23%3F/starry.jpg\""))
    try? FileManager.default.removeItem(atPath: folder.path("page"))
    unlink(odd.map(CChar.init(bitPattern:)) + [0])
    let bytes = Array("\(folder.path("page"))/new\nline".utf8) + [0xff] + Array("#?".utf8)
    for name in ["photograph.jpg", "starry.jpg"] {
      unlink((bytes + Array("/\(name)".utf8)).map(CChar.init(bitPattern:)) + [0])
    }
    rmdir(bytes.map(CChar.init(bitPattern:)) + [0])
  }
}
