internal import ImageIO
internal import Networks
internal import StyleTransfer

/// A white page in memory, with 8 bits per channel, on which pictures and text are drawn.
struct SheetCanvas {
  let size: Size
  private(set) var pixels: [UInt8]

  init(_ size: Size) {
    self.size = size
    pixels = [UInt8](repeating: 255, count: Self.byteCount(size))
  }

  static func byteCount(_ size: Size) -> Int { size.pixels * 3 }

  /// - Throws: the errors of reading the picture.
  mutating func put(_ picture: ImageRows, row: Int, column: Int) throws {
    let picture = picture.converted(to: .eight)
    let rowBytes = picture.size.width * 3
    for line in 0..<picture.size.height {
      let start = ((row + line) * size.width + column) * 3
      try pixels.withUnsafeMutableBytes {
        try picture.read(line..<line + 1, .init(rebasing: $0[start..<start + rowBytes]))
      }
    }
  }

  /// Draws dark text, cut off at `width`.
  mutating func put(_ text: TextRaster, row: Int, column: Int, width: Int) {
    for line in 0..<min(text.height, size.height - row) {
      for x in 0..<min(text.width, width, size.width - column) {
        let start = ((row + line) * size.width + column + x) * 3
        let paper = 255 - Int(text.coverage[line * text.width + x]) * (255 - Self.ink) / 255
        for channel in 0..<3 { pixels[start + channel] = UInt8(paper) }
      }
    }
  }

  private static let ink = 40

  var picture: OutputImage {
    let (pixels, rowBytes) = (pixels, size.width * 3)
    return OutputImage(width: size.width, height: size.height, depth: .eight) { rows, bytes in
      pixels.withUnsafeBytes {
        bytes.copyMemory(
          from: .init(rebasing: $0[rows.lowerBound * rowBytes..<rows.upperBound * rowBytes]))
      }
    }
  }
}
