import Foundation

/// The progress of something, in one line of a terminal.
struct ProgressLine {
  /// The fraction done, 0…1.
  var part = 0.0
  /// The count of what is done, such as `3/12`.
  var count: String?
  /// The speed in megapixels per second.
  var speed: Double?
  /// The remaining time in seconds.
  var left: Double?

  /// The line for a terminal of the given width. A few columns stay free, so that the `^C` of a user who interrupts the
  /// program doesn't start another line. Where there is little room the speed goes first, then the bar.
  func text(columns: Int) -> String {
    let room = max(columns - 4, 0)
    let parts = [count, left.map { "\(Self.duration($0)) left" }].compactMap { $0 }
    let all = parts + (speed.map { [String(format: "%.2f megapixels/s", $0)] } ?? [])
    for words in [all, parts] {
      let text = words.map { "  \($0)" }.joined()
      guard room - text.count >= 10 else { continue }
      return bar(min(room - text.count, 24)) + text
    }
    return String(parts.joined(separator: "  ").prefix(room))
  }

  private func bar(_ width: Int) -> String {
    let filled = Int(min(max(part, 0), 1) * Double(width))
    return String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
  }

  /// The text of a remaining time, rounded up: `0:04`, `1:02:03`.
  static func duration(_ seconds: Double) -> String {
    let whole = Int(min(seconds, 1e9).rounded(.up))
    return whole < 3600
      ? String(format: "%d:%02d", whole / 60, whole % 60)
      : String(format: "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60)
  }

  /// The text of an elapsed time: `3.2 s`, `1:04`.
  static func elapsed(_ seconds: Double) -> String {
    seconds < 59.95 ? String(format: "%.1f s", seconds) : duration(seconds.rounded())
  }
}
