import BatchProcessing
import Fakes
import Files
import Foundation
import ImageIO
import Reference
import Synchronization
import Testing

/// Lines that several programs append to one file, some of which are killed meanwhile.
@Suite struct JournalFileTests {
  private let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  private var path: Path { folder.path("lines") }

  private func append(_ text: String, to file: inout JournalFile) throws -> JournalPlaces.Place {
    try file.append(Array(text.utf8))
  }

  private func text(_ file: JournalFile, _ place: JournalPlaces.Place) -> String? {
    file.line(at: place).map { String(decoding: $0, as: UTF8.self) }
  }

  /// All lines, with where they begin.
  private func lines() throws -> [String] {
    var lines: [String] = []
    try JournalFile.forEachLine(of: path) { line, place in
      lines.append("\(place.start) \(String(decoding: line, as: UTF8.self))")
      #expect(place.count == line.count)
    }
    return lines
  }

  @Test func linesStandWhereItSays() throws {
    var file = JournalFile(path)
    let places = [
      try append("one", to: &file), try append("", to: &file), try append("three", to: &file),
    ]
    #expect(try folder.text("lines") == "one\n\nthree\n")
    #expect(places.map { text(file, $0) } == ["one", "", "three"])
    // Also for somebody who has not opened it for writing.
    #expect(places.map { text(JournalFile(path), $0) } == ["one", "", "three"])
    #expect(try lines() == ["0 one", "5 three"])
  }

  @Test func makesItsFolder() throws {
    var file = JournalFile(folder.path("a/b/lines"))
    _ = try append("one", to: &file)
    #expect(try folder.text("a/b/lines") == "one\n")
    try folder.write("", "file")
    var other = JournalFile(folder.path("file/lines"))
    #expect(throws: FileError.self) { try other.append([1]) }
  }

  /// What a killed program left without its end is ended, so that the next line is whole.
  @Test(arguments: ["{\"event\":\"beg", "x", "one\ntwo"]) func aTornLineIsEnded(torn: String) throws
  {
    try folder.write(torn, "lines")
    var file = JournalFile(path)
    let place = try append("whole", to: &file)
    #expect(try folder.text("lines") == torn + "\nwhole\n")
    #expect(place.start == torn.utf8.count + 1 && place.count == 5)
    #expect(text(file, place) == "whole")
    // What is torn while it is open, too.
    let handle = try #require(FileHandle(forWritingAtPath: path.description))
    try handle.seekToEnd()
    try handle.write(contentsOf: Data("half".utf8))
    let next = try append("next", to: &file)
    #expect(text(file, next) == "next")
    #expect(try folder.text("lines").hasSuffix("whole\nhalf\nnext\n"))
  }

  @Test func theLastLineIsReadWithoutItsEnd() throws {
    try folder.write("one\ntwo", "lines")
    #expect(try lines() == ["0 one", "4 two"])
    try folder.write("", "lines")
    #expect(try lines() == [])
  }

  @Test func twoProgramsKnowWhereTheirOwnLinesStand() throws {
    var (one, other) = (JournalFile(path), JournalFile(path))
    let first = try append("first", to: &one)
    let second = try append("the second", to: &other)
    let third = try append("third", to: &one)
    #expect([first, second, third].map { text(one, $0) } == ["first", "the second", "third"])
    #expect(text(other, third) == "third")
    #expect(try lines() == ["0 first", "6 the second", "17 third"])
  }

  /// File systems of the network know no writing at the end in one step.
  @Test func eachLineIsWrittenUnderALock() throws {
    try folder.write("", "lines")
    let descriptor = open(path.description, O_RDWR)
    defer { close(descriptor) }
    try #require(flock(descriptor, LOCK_EX) == 0)
    let writer = BackgroundRun { [path] in
      var file = JournalFile(path)
      return (try? file.append(Array("line".utf8))) != nil
    }
    giveThreadsTime()
    #expect(!writer.hasEnded)
    #expect(try folder.text("lines") == "")
    flock(descriptor, LOCK_UN)
    #expect(writer.value == true)
    // And it is given back.
    #expect(flock(descriptor, LOCK_EX | LOCK_NB) == 0)
    #expect(try folder.text("lines") == "line\n")
  }

  @Test func manyProgramsAtOnce() throws {
    let (path, seed) = (path, testSeed())
    let writers = (0..<4).map { writer in
      BackgroundRun { () -> Int in
        var random = SeededGenerator(seed: seed &+ UInt64(writer))
        var file = JournalFile(path)
        var wrong = 0
        for index in 0..<40 {
          let filling = String(repeating: "x", count: Int.random(in: 0...9000, using: &random))
          let line = Array("\(writer) \(index) \(filling) end".utf8)
          let place = try? file.append(line)
          if place.flatMap({ file.line(at: $0) }) != line { wrong += 1 }
        }
        file.close()
        return wrong
      }
    }
    for writer in writers { #expect(writer.value == 0, "seed \(seed)") }
    var heads: Set<String> = []
    try JournalFile.forEachLine(of: path) { line, _ in
      let words = String(decoding: line, as: UTF8.self).split(separator: " ")
      #expect(words.last == "end", "seed \(seed)")
      heads.insert(words.prefix(2).joined(separator: " "))
    }
    #expect(heads.count == 160, "seed \(seed)")
  }

  /// A journal that somebody deletes or replaces while a program runs is begun anew, or gone on with.
  @Test func aFileThatWasLostIsOpenedAgain() throws {
    var file = JournalFile(path)
    _ = try append("old", to: &file)
    var wasLost = file.leaveIfLost()
    #expect(!wasLost)
    try folder.remove("lines")
    wasLost = file.leaveIfLost()
    #expect(wasLost)
    wasLost = file.leaveIfLost()
    #expect(!wasLost)
    _ = try append("new", to: &file)
    #expect(try folder.text("lines") == "new\n")
    try folder.write("another\n", "other")
    try #require(rename(folder.path("other").description, path.description) == 0)
    wasLost = file.leaveIfLost()
    #expect(wasLost)
    let place = try append("more", to: &file)
    #expect(place.start == 8)
    #expect(try folder.text("lines") == "another\nmore\n")
  }

  @Test func nothingIsReadBehindTheEnd() throws {
    try folder.write("one\n", "lines")
    #expect(JournalFile(path).line(at: JournalPlaces.Place(start: 2, count: 9)) == nil)
    #expect(
      JournalFile(folder.path("none")).line(at: JournalPlaces.Place(start: 0, count: 1)) == nil)
  }
}
