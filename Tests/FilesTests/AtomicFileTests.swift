import Files
import Glibc
import SystemPackage
import Testing

/// Files appear complete or not at all, by one rule for all that this program writes.
@Suite struct AtomicFileTests {
  let folder = Folder()

  private func path(_ name: String) -> FilePath { FilePath(folder.file(name)) }

  private func mode(_ name: String) -> mode_t {
    var status = stat()
    return stat(folder.file(name), &status) == 0 ? status.st_mode & 0o7777 : 0
  }

  @Test func writesWholeFiles() throws {
    try AtomicFile.write(Array("one".utf8), to: path("a"), overwrite: false)
    #expect(folder.text("a") == "one")
    #expect(throws: Cause(EEXIST)) {
      try AtomicFile.write(Array("two".utf8), to: path("a"), overwrite: false)
    }
    #expect(folder.text("a") == "one")
    try AtomicFile.write(Array("two".utf8), to: path("a"), overwrite: true)
    #expect(folder.text("a") == "two")
    #expect(folder.names == ["a"])
  }

  @Test(arguments: [0o640, 0o600, 0o666, 0o444] as [mode_t])
  func permissionsStay(wanted: mode_t) throws {
    folder.write("one", "a")
    try #require(chmod(folder.file("a"), wanted) == 0)
    try AtomicFile.write(Array("two".utf8), to: path("a"), overwrite: true)
    #expect(mode("a") == wanted)
    #expect(folder.text("a") == "two")
  }

  @Test(.enabled(if: geteuid() == 0, "needs the rights to give files away"))
  func ownersStay() throws {
    folder.write("one", "a")
    try #require(chown(folder.file("a"), 4711, 4712) == 0)
    try AtomicFile.write([], to: path("a"), overwrite: true)
    var status = stat()
    #expect(stat(folder.file("a"), &status) == 0)
    #expect(status.st_uid == 4711 && status.st_gid == 4712)
  }

  @Test func linksAreReplacedAndNotFollowed() throws {
    folder.write("victim", "victim")
    try #require(symlink("victim", folder.file("a")) == 0)
    try AtomicFile.write(Array("two".utf8), to: path("a"), overwrite: true)
    #expect(folder.text("victim") == "victim")
    #expect(folder.text("a") == "two")
  }

  @Test func pipesAndFoldersAreNotReplaced() throws {
    try #require(mkfifo(folder.file("pipe"), 0o600) == 0)
    #expect(throws: Cause.self) { try AtomicFile.write([], to: path("pipe"), overwrite: true) }
    #expect(throws: Cause(EISDIR)) { try AtomicFile.write([], to: path("."), overwrite: true) }
    #expect(folder.names == ["pipe"])
  }

  /// Of two that write to one folder at the same time, each has names of its own; what a killed one left is
  /// removed, what a living one still writes is not.
  @Test func whatWasAbandonedIsRemoved() throws {
    folder.write("half", ".stylize-killed.tmp")
    folder.write("half", ".stylize-living.tmp")
    folder.write("a painting", ".stylize-mine.png")
    try #require(mkfifo(folder.file(".stylize-pipe.tmp"), 0o600) == 0)
    let living = open(folder.file(".stylize-living.tmp"), O_RDONLY)
    defer { close(living) }
    try #require(flock(living, LOCK_EX) == 0)
    AtomicFile.removeAbandoned(in: FilePath(folder.path))
    #expect(folder.names == [".stylize-living.tmp", ".stylize-mine.png", ".stylize-pipe.tmp"])
  }

  @Test func nothingIsThereBeforeItIsComplete() throws {
    do {
      let file = try AtomicFile(for: path("a"), overwrite: false)
      try FileContents.write(UnsafeRawBufferPointer(start: nil, count: 0), to: file.descriptor)
    }
    #expect(folder.names.isEmpty)
  }
}
