import Foundation
import Synchronization

/// One line on a terminal that says how far the program is; nothing where there is no terminal.
struct ProgressBar {
  let isShown: Bool
  private let start = ContinuousClock.now
  private var lastDrawn: ContinuousClock.Instant?

  init(isQuiet: Bool) {
    isShown = !isQuiet && Terminal.isBehind(.error)
  }

  /// Seconds since it was made.
  var elapsed: Double { (ContinuousClock.now - start) / .seconds(1) }

  /// Shows the part of one thing that is done, 0…1, and how long the rest takes at the same speed.
  mutating func show(part: Double) {
    let elapsed = elapsed
    show {
      ProgressLine(
        part: part, left: part > 0 && part < 1 ? elapsed / part - elapsed : nil)
    }
  }

  /// Asks for a line and shows it, unless the last one was shown just now.
  mutating func show(_ line: () -> ProgressLine) {
    let now = ContinuousClock.now
    // More than ten a second only flickers.
    guard isShown, lastDrawn.map({ now - $0 >= .milliseconds(100) }) ?? true else { return }
    lastDrawn = now
    TerminalLine.write(line())
  }

  /// Takes the line away, so that something else can be written. The next one comes at once.
  mutating func clear() {
    guard isShown else { return }
    TerminalLine.clear()
    lastDrawn = nil
  }
}

/// The line that stands at the bottom of standard error, and is taken away before anything else appears
/// there.
enum TerminalLine {
  private static let length = Mutex(0)

  static func write(_ line: ProgressLine) {
    length.withLock { length in
      let columns = Terminal.width(of: .error) ?? 80
      let text = line.text(columns: columns)
      put(beginning(length, columns) + text)
      length = text.count
    }
  }

  static func clear() {
    length.withLock { length in
      guard length > 0 else { return }
      put(beginning(length, Terminal.width(of: .error) ?? 80))
      length = 0
    }
  }

  /// Takes the line away and ends the program; nobody can show another one meanwhile.
  static func end(_ exit: () -> Never) -> Never {
    length.withLock { length in
      if length > 0 { put(beginning(length, Terminal.width(of: .error) ?? 80)) }
      exit()
    }
  }

  /// Goes to the beginning of the line and clears it. A line that has become longer than the terminal is
  /// wide, because somebody made that narrower, lies on several.
  private static func beginning(_ length: Int, _ columns: Int) -> String {
    let above = length > 0 && columns > 0 ? (length - 1) / columns : 0
    return (above > 0 ? "\u{1B}[\(above)A" : "") + "\r\u{1B}[J"
  }

  private static func put(_ text: String) {
    FileHandle.standardError.write(Data(text.utf8))
  }
}
