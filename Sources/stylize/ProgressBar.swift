import Foundation
import Synchronization

/// A progress line on a terminal; nothing where there is no terminal.
struct ProgressBar {
  let isShown: Bool
  private let start = ContinuousClock.now
  private var lastDrawn: ContinuousClock.Instant?

  init(isQuiet: Bool) {
    isShown = !isQuiet && Terminal.isBehind(.error)
  }

  /// The time since the bar was made, in seconds.
  var elapsed: Double { (ContinuousClock.now - start) / .seconds(1) }

  /// Shows the fraction done, 0…1, and the time that the rest takes at the same speed.
  mutating func show(part: Double) {
    let elapsed = elapsed
    show {
      ProgressLine(
        part: part, left: part > 0 && part < 1 ? elapsed / part - elapsed : nil)
    }
  }

  /// Shows the line that `line` makes, unless the last one was shown just now.
  mutating func show(_ line: () -> ProgressLine) {
    let now = ContinuousClock.now
    // More than ten a second only flickers.
    guard isShown, lastDrawn.map({ now - $0 >= .milliseconds(100) }) ?? true else { return }
    lastDrawn = now
    TerminalLine.write(line())
  }

  /// Removes the line, so that something else can be written. The next one is shown without delay.
  mutating func clear() {
    guard isShown else { return }
    TerminalLine.clear()
    lastDrawn = nil
  }
}

/// The line at the bottom of standard error, which is removed before anything else appears there.
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

  /// Removes the line and ends the program; no thread can show another line meanwhile.
  static func end(_ exit: () -> Never) -> Never {
    length.withLock { length in
      if length > 0 { put(beginning(length, Terminal.width(of: .error) ?? 80)) }
      exit()
    }
  }

  /// The control sequence that goes to the beginning of the line and clears it. A line that is longer than the terminal
  /// is wide, because the user has narrowed it, spans several rows.
  private static func beginning(_ length: Int, _ columns: Int) -> String {
    let above = length > 0 && columns > 0 ? (length - 1) / columns : 0
    return (above > 0 ? "\u{1B}[\(above)A" : "") + "\r\u{1B}[J"
  }

  private static func put(_ text: String) {
    FileHandle.standardError.write(Data(text.utf8))
  }
}
