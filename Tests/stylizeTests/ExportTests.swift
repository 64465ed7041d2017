import Foundation
import Testing

/// `stylize export`, and what comes back when the file is imported again.
@Suite struct ExportTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func export(_ arguments: String...) throws -> Program {
    try Program.run(["export", "--styles-dir", Program.styles] + arguments)
  }

  /// Pixels of what a style makes of a photograph whose sides strides do not divide.
  private func painting(_ style: String, _ arguments: String...) throws -> [UInt8] {
    try folder.makePicture("photo.ppm", width: 61, height: 46)
    let run = try Program.run(
      [
        "--style", style, "--styles-dir", Program.styles, "--styles-dir", folder.path("styles"),
        "--stroke-size", "1", "--precision", "single", "--existing", "overwrite", "--no-journal",
        "--grain", "0",
      ] + arguments + [folder.path("photo.ppm"), folder.path("out.ppm")])
    #expect(run.status == 0)
    return Array(try folder.data("out.ppm"))
  }

  @Test(arguments: [
    ("starry", ["--strength", "1"]), ("starry:0.7,wave:0.3", ["--strength", "0.6"]),
    ("woodcut", ["--strength", "1.3"]),
  ])
  func paintsTheSameWhenImportedAgain(style: String, strength: [String]) throws {
    let file = folder.path("style.onnx")
    let run = try export(style, file, strength[0], strength[1])
    #expect(run.status == 0 && run.lines == [file] && run.errors.isEmpty)
    let imported = try Program.run(
      "import", file, "--name", "again", "--styles-dir", folder.path("styles"))
    #expect(imported.status == 0)
    #expect(!imported.errors.contains("assumed"), "\(imported.errors)")
    let expected = try painting(style, strength[0], strength[1])
    let found = try painting("again")
    #expect(found.count == expected.count && found.count > 61 * 46 * 3)
    // Numbers near the middle between two levels may be rounded to either.
    #expect(zip(found, expected).allSatisfy { abs(Int($0) - Int($1)) <= 1 })
    #expect(zip(found, expected).count { $0 != $1 } < found.count / 100)
  }

  @Test func isThereCompleteOrNotAtAll() throws {
    let file = folder.path("style.onnx")
    try folder.write(Data("mine".utf8), "style.onnx")
    let refused = try export("starry", file)
    #expect(refused.status == 2)
    #expect(refused.errors.contains("style.onnx: already exists"))
    #expect(try folder.data("style.onnx") == Data("mine".utf8))
    #expect(try export("starry", file, "--force").status == 0)
    #expect(try folder.data("style.onnx").count > 100_000)
    #expect(folder.names() == ["style.onnx"])
    let nowhere = try export("starry", folder.path("no/such/style.onnx"))
    #expect(nowhere.status == 5)
    #expect(nowhere.errors.contains("no/such/style.onnx: can't be written"))
  }

  @Test(arguments: [["stary"], ["starry", "--strength", "2"], ["starry:0.5,nobody:0.5"]])
  func whatThereIsNot(arguments: [String]) throws {
    let run = try Program.run(
      ["export", "--styles-dir", Program.styles, arguments[0], folder.path("x.onnx")]
        + arguments.dropFirst())
    #expect(run.status == 2)
    #expect(run.errors.hasPrefix("stylize: error: ") || run.errors.hasPrefix("Error: "))
    #expect(folder.names().isEmpty)
  }
}
