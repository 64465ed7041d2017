import BatchProcessing
import Files
import Foundation
import StyleTransfer
import Testing

/// What a request stands for, without painting anything.
@Suite final class JobRequestTests {
  let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("stylize-request-\(UUID().uuidString)")
    for name in ["in/b.jpg", "in/a.png", "in/raw/c.jpg", "in/raw/old/d.jpg", "away/e.jpg"] {
      let file = folder.appendingPathComponent(name)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data("x".utf8).write(to: file)
    }
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  private func path(_ name: String) -> Path {
    Path(folder.appendingPathComponent(name).path)
  }

  private func link(_ name: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(
      atPath: folder.appendingPathComponent(name).path,
      withDestinationPath: folder.appendingPathComponent(target).path)
  }

  /// The outputs, relative to the output folder.
  private func outputs(
    _ inputs: [String] = ["in"], recursive: Bool = true,
    _ change: (inout JobRequest) -> Void = { _ in }
  ) throws -> [String] {
    var request = JobRequest(inputs: inputs.map(path), output: path("out"))
    request.recursive = recursive
    change(&request)
    let start = path("out").description.count + 1
    return try request.jobs().jobs.map { String($0.destination.description.dropFirst(start)) }
  }

  @Test func comesInOrder() throws {
    #expect(try outputs() == ["a.png", "b.jpg", "raw/c.jpg", "raw/old/d.jpg"])
    #expect(try outputs(recursive: false) == ["a.png", "b.jpg"])
  }

  @Test func takesPatterns() throws {
    #expect(try outputs { $0.include = ["*.jpg"] } == ["b.jpg", "raw/c.jpg", "raw/old/d.jpg"])
    #expect(try outputs { $0.exclude = ["raw"] } == ["a.png", "b.jpg"])
    #expect(try outputs { $0.exclude = ["raw/old/"] } == ["a.png", "b.jpg", "raw/c.jpg"])
    #expect(
      try outputs {
        $0.include = ["raw/*"]; $0.exclude = ["[d-z].*"]
      } == ["raw/c.jpg"])
    #expect(try outputs(["in/*.jpg"]) == ["b.jpg"])
    #expect(try outputs(["in/[ab].*"]) == ["a.png", "b.jpg"])
  }

  @Test func aNameWithBracketsIsAName() throws {
    try Data("x".utf8).write(to: folder.appendingPathComponent("in/[b].jpg"))
    #expect(try outputs(["in/[b].jpg", "in/b.jpg"]) == ["[b].jpg", "b.jpg"])
  }

  @Test func linksDoNotLeadOut() throws {
    try link("in/out.jpg", to: "away/e.jpg")
    try link("in/within.jpg", to: "in/raw/c.jpg")
    try link("in/folder", to: "away")
    try link("in/loop", to: "in")
    var request = JobRequest(inputs: [path("in")], output: path("out"))
    request.recursive = true
    let list = try request.jobs()
    #expect(list.jobs.count == 5)
    #expect(list.jobs.contains { $0.destination.description.hasSuffix("/within.jpg") })
    let said = list.leftOut.map(\.description)
    #expect(said.count == 1 && said[0].contains("in/out.jpg: leads out of the folder"))
  }

  @Test func listedFilesKeepTheirFolders() throws {
    let before = FileManager.default.currentDirectoryPath
    #expect(
      try outputs([]) { $0.listed = [path("in/raw/c.jpg"), path("in/a.png")] } == [
        "c.jpg", "a.png",
      ])
    #expect(FileManager.default.currentDirectoryPath == before)
    let relative = Path(
      String(repeating: "../", count: before.split(separator: "/").count)
        + folder.appendingPathComponent("in/b.jpg").path.dropFirst())
    #expect(try outputs([]) { $0.listed = [relative] } == ["b.jpg"])
  }

  @Test func anInputNamedTwiceIsPaintedOnce() throws {
    #expect(try outputs(["in", "in/b.jpg"], recursive: false) == ["a.png", "b.jpg"])
  }

  @Test func unfinishedPaintingsAreNoPhotographs() throws {
    try Data("x".utf8).write(to: folder.appendingPathComponent("in/.stylize-1abc.tmp"))
    let request = JobRequest(inputs: [path("in/.stylize-1abc.tmp")], output: path("out.jpg"))
    let list = try request.jobs()
    #expect(list.jobs.isEmpty)
    #expect("\(list.rejections[0].error)".contains("is an unfinished painting"))
  }

  @Test func listsAreReadByLineOrByZero() throws {
    let file = folder.appendingPathComponent("list")
    try Data("a b.jpg\n\nc.jpg\n".utf8).write(to: file)
    #expect(try FileList.read(path("list"), separatedByZero: false) == ["a b.jpg", "c.jpg"])
    try Data("a\nb.jpg\0c.jpg".utf8).write(to: file)
    #expect(try FileList.read(path("list"), separatedByZero: false) == ["a\nb.jpg", "c.jpg"])
    try Data("a\nb.jpg".utf8).write(to: file)
    #expect(try FileList.read(path("list"), separatedByZero: true) == ["a\nb.jpg"])
  }
}
