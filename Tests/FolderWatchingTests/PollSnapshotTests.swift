import Files
import FolderWatching
import Testing

/// Which photographs have settled, by looks at a folder that follow each other.
@Suite struct PollSnapshotTests {
  /// What several looks give, one after the other.
  private func settled(_ looks: [[Path: FileStatus]]) -> [[Path]] {
    var snapshot = PollSnapshot()
    return looks.map { snapshot.add($0) }
  }

  @Test func whatIsTheSameInTwoLooksHasSettled() {
    let seen: [Path: FileStatus] = ["a": status()]
    #expect(settled([seen, seen]) == [[], ["a"]])
  }

  @Test func nothingIsToldTwice() {
    let seen: [Path: FileStatus] = ["a": status()]
    #expect(settled([seen, seen, seen, seen]) == [[], ["a"], [], []])
  }

  @Test func whatGrowsHasNotSettled() {
    let looks = (1...3).map { ["a": status(size: $0)] as [Path: FileStatus] }
    #expect(settled(looks + [looks[2]]) == [[], [], [], ["a"]])
  }

  @Test(arguments: [(2, 0, 1), (1, 1, 1), (1, 0, 2)])
  func whatChangesLaterIsToldAgain(size: Int, time: Int, inode: Int) {
    let before: [Path: FileStatus] = ["a": status()]
    let after: [Path: FileStatus] = ["a": status(size: size, time: time, inode: inode)]
    #expect(settled([before, before, after, after, after]) == [[], ["a"], [], ["a"], []])
  }

  /// Also where it comes back as it was: it may be another one of the same time.
  @Test func whatWentAndCameBackIsToldAgain() {
    let seen: [Path: FileStatus] = ["a": status()]
    #expect(settled([seen, seen, [:], seen, seen]) == [[], ["a"], [], [], ["a"]])
  }

  @Test func newOnesAreToldInTheOrderOfTheirBytes() {
    let old: [Path: FileStatus] = ["b": status()]
    let names: [Path] = ["a/z", "ä", "a", "Z", "a-b"]
    let all = old.merging(names.map { ($0, status()) }) { $1 }
    #expect(settled([old, all, all]) == [[], ["b"], ["Z", "a", "a-b", "a/z", "ä"]])
  }

  @Test func countsLooksAndWhoWaits() {
    var snapshot = PollSnapshot()
    #expect(snapshot.isFirst && !snapshot.isSecond && snapshot.waiting == 0)
    let seen: [Path: FileStatus] = ["a": status(), "b": status()]
    _ = snapshot.add(seen)
    #expect(!snapshot.isFirst && !snapshot.isSecond && snapshot.waiting == 2)
    _ = snapshot.add(["a": status(), "b": status(size: 2)])
    #expect(!snapshot.isFirst && snapshot.isSecond && snapshot.waiting == 1)
    _ = snapshot.add(["a": status(), "b": status(size: 2)])
    #expect(!snapshot.isSecond && snapshot.waiting == 0)
    _ = snapshot.add([:])
    #expect(snapshot.waiting == 0)
  }
}
