import BatchProcessing
import Fakes
import Files
import FolderWatching
import Testing

/// Where photographs go when they are done, or can't be.
@Suite struct SourceDispositionTests {
  private let folder: ScratchFolder

  init() throws {
    folder = try ScratchFolder()
    try folder.write("the photograph", "in/sub/a.jpg")
  }

  private var photograph: Path { folder.path("in/sub/a.jpg") }
  private let relative = Path("sub/a.jpg")

  private func exists(_ name: String) -> Bool { FileStatus(folder.path(name)) != nil }

  @Test func keep() throws {
    try SourceDisposition(after: .keep, failed: nil).finish(photograph, relative)
    #expect(try folder.text("in/sub/a.jpg") == "the photograph")
  }

  @Test func delete() throws {
    try SourceDisposition(after: .delete, failed: nil).finish(photograph, relative)
    #expect(!exists("in/sub/a.jpg"))
  }

  @Test func moveMakesTheFolders() throws {
    let disposition = SourceDisposition(after: .move(to: folder.path("done")), failed: nil)
    try disposition.finish(photograph, relative)
    #expect(!exists("in/sub/a.jpg"))
    #expect(try folder.text("done/sub/a.jpg") == "the photograph")
  }

  /// Nothing that is there is lost: later ones get numbers.
  @Test func moveReplacesNothing() throws {
    let disposition = SourceDisposition(after: .move(to: folder.path("done")), failed: nil)
    for text in ["first", "second", "third"] {
      try folder.write(text, "in/sub/a.jpg")
      try disposition.finish(photograph, relative)
    }
    #expect(try folder.text("done/sub/a.jpg") == "first")
    #expect(try folder.text("done/sub/a-2.jpg") == "second")
    #expect(try folder.text("done/sub/a-3.jpg") == "third")
  }

  @Test func aPhotographThatIsGone() throws {
    try folder.remove("in/sub/a.jpg")
    let disposition = SourceDisposition(after: .move(to: folder.path("done")), failed: nil)
    #expect(throws: WatchError.self) { try disposition.finish(photograph, relative) }
  }

  @Test func aRejectedOneStaysWhereNoFolderIsNamed() throws {
    let failure = BatchEvent.Failure(code: .device, reason: "a test")
    try SourceDisposition(after: .delete, failed: nil).reject(photograph, relative, failure)
    #expect(try folder.text("in/sub/a.jpg") == "the photograph")
  }

  @Test func aRejectedOneGoesAsideWithItsReason() throws {
    let disposition = SourceDisposition(after: .keep, failed: folder.path("failed"))
    let failure = BatchEvent.Failure(code: .device, reason: "a.jpg: a test")
    try disposition.reject(photograph, relative, failure)
    #expect(!exists("in/sub/a.jpg"))
    #expect(try folder.text("failed/sub/a.jpg") == "the photograph")
    let lines = try folder.text("failed/sub/a.jpg.reason.txt").split(separator: "\n")
    #expect(lines.first == "a.jpg: a test")
    #expect(lines.contains("photograph: \(photograph)") && lines.contains("code: device"))
    // A second one of that name, with a reason of its own.
    try folder.write("another", "in/sub/a.jpg")
    try disposition.reject(photograph, relative, failure)
    #expect(try folder.text("failed/sub/a-2.jpg") == "another")
    #expect(exists("failed/sub/a-2.jpg.reason.txt"))
  }

  @Test func aFolderThatCannotBeMade() throws {
    try folder.write("a file", "done")
    let disposition = SourceDisposition(after: .move(to: folder.path("done")), failed: nil)
    #expect(throws: FileError.self) { try disposition.finish(photograph, relative) }
    #expect(try folder.text("in/sub/a.jpg") == "the photograph")
  }
}
