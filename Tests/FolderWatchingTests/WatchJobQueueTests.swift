import BatchProcessing
import Fakes
import Files
import FolderWatching
import ImageIO
import StyleTransfer
import Testing

/// Photographs as jobs, each only once at a time.
@Suite struct WatchJobQueueTests {
  private let folder: ScratchFolder
  private let queue: WatchJobQueue

  init() throws {
    let folder = try ScratchFolder()
    for name in ["a.jpg", "b.jpg", "a.png", "foreign.txt"] { try folder.write(name, name) }
    self.folder = folder
    let format = try ImageFormat(suffix: ".png")
    // The painting's name is the photograph's without its suffix.
    queue = WatchJobQueue { photograph in
      let name = photograph.description
      guard !name.hasSuffix(".txt") else { return nil }
      return Job(
        source: .file(photograph), destination: .file(Path(name.dropLast(4) + "-painted.png")),
        format: format)
    }
  }

  private func photograph(_ name: String) -> Path { folder.path(name) }

  private func add(_ names: String...) { for name in names { queue.add(photograph(name)) } }

  /// The name of the next photograph that is handed out, in a thread that may wait.
  private func taking() -> BackgroundRun<String?> {
    let queue = queue
    return BackgroundRun {
      guard case .file(let path)? = queue.take()?.source else { return nil }
      return path.name.description
    }
  }

  @Test func handsOutInTheOrderOfArrival() {
    add("b.jpg", "a.jpg")
    #expect(queue.counts == (2, 0))
    #expect(taking().value == "b.jpg")
    #expect(taking().value == "a.jpg")
    #expect(queue.counts == (0, 2))
  }

  @Test func waitsForAPhotograph() {
    let taking = taking()
    giveThreadsTime()
    #expect(!taking.hasEnded)
    add("a.jpg")
    #expect(taking.value == "a.jpg")
  }

  @Test func oneThatWaitsIsNotQueuedTwice() {
    add("a.jpg", "a.jpg")
    #expect(queue.counts == (1, 0))
  }

  @Test func whatIsGoneOrForeignIsPassedOver() throws {
    add("gone.jpg", "foreign.txt", "b.jpg")
    #expect(taking().value == "b.jpg")
    #expect(queue.counts == (0, 1))
  }

  /// It was written again while it is rendered.
  @Test func oneThatArrivesAgainComesAfterwards() {
    add("a.jpg")
    #expect(taking().value == "a.jpg")
    add("a.jpg")
    let next = taking()
    giveThreadsTime()
    #expect(!next.hasEnded)
    queue.finish(photograph("a.jpg"))
    #expect(next.value == "a.jpg")
  }

  /// Two photographs of one painting are never rendered side by side.
  @Test func anotherOfTheSameOutputWaits() {
    add("a.jpg", "a.png", "b.jpg")
    #expect(taking().value == "a.jpg")
    #expect(taking().value == "b.jpg")
    let next = taking()
    giveThreadsTime()
    #expect(!next.hasEnded)
    queue.finish(photograph("b.jpg"))
    giveThreadsTime()
    #expect(!next.hasEnded)
    queue.finish(photograph("a.jpg"))
    #expect(next.value == "a.png")
  }

  @Test func knowsWhatAPhotographWasWhenItWasHandedOut() throws {
    add("a.jpg")
    #expect(queue.stamp(of: photograph("a.jpg")) == nil)
    #expect(taking().value == "a.jpg")
    let stamp = try #require(queue.stamp(of: photograph("a.jpg")))
    try folder.write("a longer photograph", "a.jpg")
    #expect(stamp != FileStatus(photograph("a.jpg")))
    queue.finish(photograph("a.jpg"))
    #expect(queue.stamp(of: photograph("a.jpg")) == nil)
  }

  /// Jobs that were dropped with the pause come again when it ends.
  @Test func aPauseEndsThoseWhoTakeAndLosesNothing() {
    add("a.jpg", "a.png", "b.jpg")
    #expect(taking().value == "a.jpg")
    let waiting = taking()
    #expect(waiting.value == "b.jpg")
    let last = taking()
    giveThreadsTime()
    queue.pause()
    #expect(last.value == .some(nil))
    #expect(taking().value == .some(nil))
    queue.resume()
    let names = (0..<2).map { _ in taking().value ?? nil }
    #expect(queue.counts.inWork == 2)
    for name in names { queue.finish(photograph(name ?? "")) }
    // One of the two that have one output came first, the other one comes now.
    #expect(Set(names + [taking().value ?? nil]) == ["a.jpg", "b.jpg", "a.png"])
    #expect(names.contains("b.jpg"))
  }

  @Test func closingEndsThoseWhoWait() {
    let taking = taking()
    giveThreadsTime()
    queue.close()
    #expect(taking.value == .some(nil))
    add("a.jpg")
    #expect(self.taking().value == .some(nil))
  }
}
