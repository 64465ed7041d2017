import Fakes
import Files
import Foundation
import StyleTransfer
import Testing

/// What is measured once and believed for a while, with a time of day of the test's own.
@Suite struct SpeedCacheTests {
  private let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  /// A cache as a process has it when it begins.
  private func cache(at seconds: Double) -> SpeedCache {
    let now = Date(timeIntervalSince1970: seconds)
    return SpeedCache(setting: "test", folder: folder.path.description) { now }
  }

  @Test func whatIsKnownIsNotMeasuredAgain() throws {
    var measured = 0
    func measure() -> [Double] {
      measured += 1
      return [Double(measured), 0.5]
    }
    let first = cache(at: 1000)
    #expect(first.values(of: "a", measure: measure) == [1, 0.5])
    #expect(first.values(of: "a", measure: measure) == [1, 0.5])
    #expect(first.values(of: "b", measure: measure) == [2, 0.5])
    // Nor by another process, for some minutes.
    let later = cache(at: 1000 + SpeedCache.maximumAge)
    #expect(later.values(of: "a", measure: measure) == [1, 0.5])
    #expect(measured == 2)
  }

  @Test(arguments: [1000 + SpeedCache.maximumAge + 1, 999])
  func whatIsOldOrOfTheFutureIsMeasuredAgain(seconds: Double) throws {
    _ = cache(at: 1000).values(of: "a") { [1] }
    let next = cache(at: seconds)
    #expect(next.values(of: "a") { [2] } == [2])
    // And is kept in its place.
    #expect(cache(at: seconds).values(of: "a") { [3] } == [2])
  }

  @Test(arguments: ["", "{", "[]", #"{"a":{"values":"x"}}"#])
  func aDamagedFileIsMadeAnew(contents: String) throws {
    try folder.write(contents, "speeds.json")
    #expect(cache(at: 1000).values(of: "a") { [1] } == [1])
    #expect(cache(at: 1001).values(of: "a") { [2] } == [1])
  }

  @Test func whatCannotBeMeasuredIsNotKept() throws {
    struct Failure: Error {}
    let cache = cache(at: 1000)
    #expect(throws: Failure.self) { try cache.values(of: "a") { throw Failure() } }
    #expect(cache.values(of: "a") { [4] } == [4])
  }

  @Test func aFolderThatTakesNothing() throws {
    let nowhere = SpeedCache(setting: "test", folder: "/dev/null/none")
    #expect(nowhere.values(of: "a") { [1] } == [1])
    #expect(nowhere.values(of: "a") { [2] } == [1])
  }
}
