import Foundation

/// One line on a terminal that says how far a batch is; nothing where there is no terminal.
struct ProgressBar {
  private let total: Int
  private let isShown: Bool
  private let start = ContinuousClock.now
  private var lastDrawn: ContinuousClock.Instant?
  private var done = 0
  private var pixels = 0.0
  /// Of the picture in work, 0…1.
  private var fraction = 0.0

  init(total: Int, isQuiet: Bool) {
    self.total = total
    isShown = !isQuiet && isatty(STDERR_FILENO) == 1
  }

  mutating func progress(_ fraction: Double) {
    self.fraction = fraction
    draw()
  }

  /// A picture is out of the way; `pixels` is 0 for one that was not painted.
  mutating func advance(pixels: Int) {
    done += 1
    fraction = 0
    self.pixels += Double(pixels)
    draw()
  }

  /// Takes the line away, so that something else can be written.
  func clear() {
    if isShown { write("\r\u{1B}[K") }
  }

  private mutating func draw() {
    let now = ContinuousClock.now
    // More than ten a second only flickers.
    if let lastDrawn, now - lastDrawn < .milliseconds(100), done < total { return }
    guard isShown else { return }
    lastDrawn = now
    write("\r" + line(elapsed: (now - start) / .seconds(1)) + "\u{1B}[K")
  }

  func line(elapsed: Double) -> String {
    let part = min((Double(done) + fraction) / Double(max(total, 1)), 1)
    let filled = Int(part * Double(Self.width))
    let bar =
      String(repeating: "█", count: filled) + String(repeating: "░", count: Self.width - filled)
    var line = "\(bar) \(done)/\(total)"
    if pixels > 0 { line += String(format: "  %.2f megapixels/s", pixels / 1e6 / elapsed) }
    if part > 0, part < 1 { line += "  \(Self.duration(elapsed / part - elapsed)) left" }
    return line
  }

  private static let width = 24

  static func duration(_ seconds: Double) -> String {
    let whole = Int(seconds.rounded(.up))
    return whole < 3600
      ? String(format: "%d:%02d", whole / 60, whole % 60)
      : String(format: "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60)
  }

  private func write(_ text: String) {
    FileHandle.standardError.write(Data(text.utf8))
  }
}
