import Foundation
import Testing

/// What a person sees on a terminal while pictures are painted.
@Suite struct TerminalTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    for index in 0..<12 {
      try folder.makePicture("in/\(index).ppm", width: 500 + 40 * index, height: 400)
    }
  }

  private func start(columns: Int) throws -> Pseudoterminal {
    try Pseudoterminal(
      [
        "--style", "starry", "--styles-dir", Program.styles, "--stroke-size", "1", "--threads", "1",
        folder.path("in"), folder.path("out"),
      ], columns: columns)
  }

  /// The lines of the bar, without what moves the cursor.
  private func bars(_ text: String) -> [String] {
    let ends: Set<Character> = ["\r", "\n", "\r\n"]
    let lines: [Substring] = text.split { ends.contains($0) }
    let plain: [String] = lines.map { String($0.replacing(/\u{1B}\[[0-9]*[A-Z]/, with: "")) }
    return plain.filter { $0.contains("/12") }
  }

  @Test(arguments: [20, 40, 60, 120]) func theBarFitsTheTerminal(columns: Int) throws {
    let terminal = try start(columns: columns)
    #expect(terminal.finish() == 0)
    let bars = self.bars(terminal.text)
    #expect(bars.count > 3)
    // A few columns stay free for the ^C of a person who interrupts the program.
    #expect(bars.allSatisfy { $0.count <= columns - 4 }, "\(bars)")
    #expect(bars.contains { $0.contains(" left") })
    #expect(bars.contains { $0.contains("█") } == (columns >= 40))
    // At 40 columns there is room for it only while no time is shown.
    #expect(columns == 40 || bars.contains { $0.contains("megapixels/s") } == (columns >= 60))
    // Nothing of it is left at the end.
    let last = terminal.text.components(separatedBy: "\u{1B}[J").last ?? ""
    #expect(last.hasPrefix("stylize: painted 12 pictures"), "\(last)")
  }

  @Test func theBarFollowsTheTerminalsWidth() throws {
    let terminal = try start(columns: 100)
    #expect(terminal.wait { bars($0).contains { $0.count > 40 } })
    terminal.resize(40)
    let before = terminal.text.count
    #expect(terminal.finish() == 0)
    let later = bars(String(terminal.text.dropFirst(before))).dropFirst()
    #expect(!later.isEmpty && later.allSatisfy { $0.count <= 36 }, "\(later)")
    // The line that has become too long lies on two; both are taken away.
    #expect(terminal.text.contains("\u{1B}[1A\r\u{1B}[J"))
  }

  @Test(arguments: [1, 2]) func interruptedItLeavesACleanLine(signals: Int) throws {
    let terminal = try start(columns: 60)
    #expect(terminal.wait { bars($0).count > 2 })
    for _ in 0..<signals { kill(terminal.process.processIdentifier, SIGINT) }
    #expect(terminal.finish() == 130)
    let last = terminal.text.components(separatedBy: "\u{1B}[J").last ?? ""
    #expect(bars(last).isEmpty, "\(terminal.text)")
    if signals == 1 { #expect(last.contains("the same command goes on")) }
  }

  /// Sheets have nothing to finish; the signal itself ends them.
  @Test func anInterruptedSheetLeavesACleanLine() throws {
    let terminal = try Pseudoterminal(
      [
        "sheet", "--styles-dir", Program.styles, "--size", "800", "--stroke-size", "1", "--threads",
        "1", folder.path("in/11.ppm"), folder.path("sheet.png"),
      ], columns: 60)
    #expect(terminal.wait { $0.contains("█") })
    kill(terminal.process.processIdentifier, SIGINT)
    #expect(terminal.finish() == SIGINT)
    #expect(terminal.process.terminationReason == .uncaughtSignal)
    #expect(terminal.text.hasSuffix("\u{1B}[J"))
    #expect(!folder.names().contains("sheet.png"))
  }
}
