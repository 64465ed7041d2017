import Files
import FolderWatching
import Testing

/// What the system could say of a file.
///
/// - Parameter time: when it was last changed, in seconds.
func status(size: Int = 1, time: Int = 0, inode: Int = 1) -> FileStatus {
  var status = FileStatus("/")!
  (status.kind, status.size, status.identity.inode) = (.file, size, UInt(inode))
  (status.time.seconds, status.time.fraction) = (time, 0)
  return status
}

/// When photographs are left alone, at instants of the test's own.
@Suite struct DebouncerTests {
  /// A debouncer with the files that there are.
  private struct Scene {
    var debouncer = Debouncer()
    var files: [Path: FileStatus] = [:]
    let start = ContinuousClock.now
    /// Which files were looked at.
    var looks: [Path] = []

    /// Seconds after the beginning.
    func instant(_ seconds: Double) -> ContinuousClock.Instant { start + .seconds(seconds) }

    /// A file is written, or written again.
    mutating func write(
      _ name: Path, _ status: FileStatus, quiet: Double = 2, at seconds: Double
    ) {
      files[name] = status
      debouncer.note(name, status, for: .seconds(quiet), at: instant(seconds))
    }

    mutating func settled(at seconds: Double) -> [Path] {
      let files = files
      var looks: [Path] = []
      let settled = debouncer.settled(at: instant(seconds)) { path in
        looks.append(path)
        return files[path]
      }
      self.looks = looks
      return settled
    }

    var due: Double? { debouncer.nextDue.map { ($0 - start) / .seconds(1) } }
  }

  @Test func whatWasLeftAloneIsReady() {
    var scene = Scene()
    #expect(scene.due == nil)
    scene.write("a", status(), at: 0)
    #expect(scene.due == 2)
    var settled = scene.settled(at: 1.999)
    #expect(settled == [])
    #expect(scene.debouncer.count == 1)
    settled = scene.settled(at: 2)
    #expect(settled == ["a"])
    #expect(scene.debouncer.count == 0 && scene.due == nil)
    settled = scene.settled(at: 9)
    #expect(settled == [])
  }

  @Test func anotherWordOfItBeginsTheTimeAnew() {
    var scene = Scene()
    scene.write("a", status(size: 1), at: 0)
    scene.write("a", status(size: 2), at: 1.5)
    #expect(scene.due == 3.5)
    var settled = scene.settled(at: 3)
    #expect(settled == [])
    settled = scene.settled(at: 3.5)
    #expect(settled == ["a"])
  }

  /// Whoever writes through a mapping, or on another machine, is not told of.
  @Test(arguments: [(2, 0, 1), (1, 1, 1), (1, 0, 2)])
  func whatChangedSilentlyWaitsOnceMore(size: Int, time: Int, inode: Int) {
    var scene = Scene()
    scene.write("a", status(), at: 0)
    scene.files["a"] = status(size: size, time: time, inode: inode)
    var settled = scene.settled(at: 2.5)
    #expect(settled == [])
    #expect(scene.due == 4.5)
    settled = scene.settled(at: 4.5)
    #expect(settled == ["a"])
  }

  @Test func whatIsGoneIsForgotten() {
    var scene = Scene()
    scene.write("a", status(), at: 0)
    scene.write("b", status(), at: 0)
    scene.files["a"] = nil
    scene.debouncer.forget("b")
    #expect(scene.debouncer.count == 1)
    let settled = scene.settled(at: 2)
    #expect(settled == [])
    #expect(scene.debouncer.count == 0)
  }

  /// Somebody was told of it before it could be looked at.
  @Test func whatWasNotThereAtFirstWaitsOnceMore() {
    var scene = Scene()
    scene.debouncer.note("a", nil, for: .seconds(1), at: scene.instant(0))
    scene.files["a"] = status()
    var settled = scene.settled(at: 1)
    #expect(settled == [])
    settled = scene.settled(at: 2)
    #expect(settled == ["a"])
  }

  @Test func whoseTimeCameFirstGoesFirst() {
    var scene = Scene()
    scene.write("a", status(), quiet: 5, at: 0)
    scene.write("b", status(), quiet: 1, at: 1)
    scene.write("c", status(), quiet: 3, at: 0.5)
    #expect(scene.due == 2)
    let settled = scene.settled(at: 10)
    #expect(settled == ["b", "c", "a"])
  }

  /// A look costs a call of the system, over the network perhaps.
  @Test func onlyThoseWhoseTimeHasComeAreLookedAt() {
    var scene = Scene()
    scene.write("a", status(), quiet: 1, at: 0)
    scene.write("b", status(), quiet: 8, at: 0)
    let settled = scene.settled(at: 1)
    #expect(settled == ["a"])
    #expect(scene.looks == ["a"])
    #expect(scene.due == 8)
  }
}
