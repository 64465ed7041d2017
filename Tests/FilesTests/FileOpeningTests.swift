import Files
import Glibc
import SystemPackage
import Testing

/// A folder of its own, gone when the test is over.
final class Folder {
  let path: String

  init() {
    var template = Array("/tmp/stylize-files-XXXXXX".utf8CString)
    path = template.withUnsafeMutableBufferPointer { String(cString: mkdtemp($0.baseAddress!)) }
  }

  deinit {
    for name in names { unlink(path + "/" + name) }
    rmdir(path)
  }

  func file(_ name: String) -> String { path + "/" + name }

  func write(_ text: String, _ name: String) {
    let file = fopen(file(name), "w")!
    fputs(text, file)
    fclose(file)
  }

  func text(_ name: String) -> String? {
    (try? FileContents.read(file(name))).map { String(decoding: $0, as: UTF8.self) }
  }

  var names: [String] {
    guard let listing = opendir(path) else { return [] }
    defer { closedir(listing) }
    var names: [String] = []
    while let entry = readdir(listing) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }
}

/// What lies under a name in somebody's folder may be anything.
@Suite struct FileOpeningTests {
  let folder = Folder()

  private func words(_ body: () throws(Cause) -> Int32) -> String? {
    do throws(Cause) {
      close(try body())
      return nil
    } catch { return error.description }
  }

  private func makeStrangeThings() throws {
    try #require(mkfifo(folder.file("pipe"), 0o600) == 0)
    folder.write("victim", "victim")
    try #require(symlink("victim", folder.file("link")) == 0)
    try #require(link(folder.file("victim"), folder.file("second")) == 0)
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: folder.file("socket").utf8) }
    let bound = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    close(descriptor)
    try #require(bound == 0)
  }

  @Test func whatIsReadIsAFile() throws {
    try makeStrangeThings()
    #expect(words { () throws(Cause) in try FileOpening.toRead(folder.file("victim")) } == nil)
    #expect(words { () throws(Cause) in try FileOpening.toRead(folder.file("link")) } == nil)
    for (name, kind) in [("pipe", "a pipe"), ("socket", "a socket"), (".", "a folder")] {
      #expect(
        words { () throws(Cause) in try FileOpening.toRead(folder.file(name)) }
          == "found \(kind), expected a file")
    }
    #expect(
      words { () throws(Cause) in try FileOpening.toRead("/dev/zero") }
        == "found a device, expected a file")
    #expect(throws: Cause.system(.noSuchFileOrDirectory)) {
      try FileOpening.toRead(folder.file("nothing"))
    }
  }

  @Test(arguments: ["pipe", "socket", "link", "second", "."])
  func whatIsWrittenToIsOurs(name: String) throws {
    try makeStrangeThings()
    let path = folder.file(name)
    #expect(words { () throws(Cause) in try FileOpening.toReadOwn(path) } != nil, "\(name)")
    #expect(words { () throws(Cause) in try FileOpening.toWrite(path) } != nil, "\(name)")
    #expect(folder.text("victim") == "victim")
  }

  @Test func whatIsMadeIsFoundAgain() throws {
    let first = try FileOpening.toWrite(folder.file("journal"), O_APPEND)
    #expect(FileOpening.isStill(first, at: folder.file("journal")))
    close(try FileOpening.toReadOwn(folder.file("journal")))
    unlink(folder.file("journal"))
    #expect(!FileOpening.isStill(first, at: folder.file("journal")))
    close(try FileOpening.toWrite(folder.file("journal")))
    #expect(!FileOpening.isStill(first, at: folder.file("journal")))
    close(first)
  }

  /// As `fs.protected_regular` of Linux has it.
  @Test(.enabled(if: geteuid() == 0, "needs the rights to give files away"))
  func aStrangersFileInAnOpenFolder() throws {
    folder.write("", "journal")
    try #require(chown(folder.file("journal"), 4711, 4711) == 0)
    close(try FileOpening.toWrite(folder.file("journal")))
    try #require(chmod(folder.path, 0o1777) == 0)
    #expect(
      words { () throws(Cause) in try FileOpening.toWrite(folder.file("journal")) }?
        .hasPrefix("belongs to user 4711") == true)
    try #require(chown(folder.path, 4711, 4711) == 0)
    close(try FileOpening.toWrite(folder.file("journal")))
  }

  @Test func causesCarryNumbers() {
    #expect(Cause(ENOSPC).isFullDisk && !Cause(ENOSPC).isTransient)
    #expect(Cause(EIO).isTransient && Cause(EAGAIN).isTransient && !Cause(ENOENT).isTransient)
    #expect(Cause(ENOENT).isMissing && Cause(EEXIST).isTaken)
    // Words decide nothing.
    let words: Cause = "Input/output error, No space left on device"
    #expect(!words.isTransient && !words.isFullDisk && words.errno == nil)
    #expect("\(Cause(EIO))" == String(cString: strerror(EIO)))
  }
}
