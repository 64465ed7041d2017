internal import ImageIO

/// Adds grain to a picture as its rows pass through. Rows are asked for in order and never by two threads at once.
final class GrainedRows: @unchecked Sendable {
  private let grain: Grain
  private let width: Int
  private let height: Int
  private let depth: BitDepth
  private let source: RowSource
  private var field: GrainField
  private var texture: GrainTexture
  private var noise: [Float]
  /// The rows of the source from the next one to be asked for to the last one that was read.
  private let pixels: UnsafeMutableRawBufferPointer
  private var held = 0..<0

  /// The largest number of rows that are read at once.
  private static let stripRows = 16

  init(_ grain: Grain, width: Int, height: Int, depth: BitDepth, source: @escaping RowSource) {
    (self.grain, self.width, self.height, self.depth) = (grain, width, height, depth)
    self.source = source
    field = GrainField(width: width)
    texture = GrainTexture(width: width)
    noise = [Float](repeating: 0, count: width)
    pixels = .allocate(byteCount: Self.heldBytes(width: width, depth: depth), alignment: 64)
  }

  deinit { pixels.deallocate() }

  static func workBytes(width: Int, depth: BitDepth) -> Int {
    heldBytes(width: width, depth: depth) + GrainField.workBytes(width: width)
      + GrainTexture.workBytes(width: width) + 4 * width
  }

  private static func heldBytes(width: Int, depth: BitDepth) -> Int {
    (stripRows + Grain.textureReach) * width * 3 * depth.bytes
  }

  private var rowBytes: Int { width * 3 * depth.bytes }

  /// - Throws: the errors of the source.
  func read(_ rows: Range<Int>, into bytes: UnsafeMutableRawBufferPointer) throws {
    precondition(rows.lowerBound == held.lowerBound, "rows out of order")
    for first in stride(from: rows.lowerBound, to: rows.upperBound, by: Self.stripRows) {
      let strip = first..<min(first + Self.stripRows, rows.upperBound)
      try fill(to: min(strip.upperBound + Grain.textureReach, height))
      for row in strip {
        moveWindow(to: row)
        field.read(row: row, into: &noise)
        texture.weaken(&noise)
        let target = UnsafeMutableRawBufferPointer(
          rebasing: bytes[
            (row - rows.lowerBound) * rowBytes..<(row + 1 - rows.lowerBound) * rowBytes])
        switch depth {
        case .eight: add(to: pixels(of: row), into: target, UInt8.self)
        case .sixteen: add(to: pixels(of: row), into: target, UInt16.self)
        }
      }
      drop(before: strip.upperBound)
    }
  }

  private func pixels(of row: Int) -> UnsafeRawBufferPointer {
    let start = (row - held.lowerBound) * rowBytes
    return UnsafeRawBufferPointer(rebasing: pixels[start..<start + rowBytes])
  }

  /// Reads the rows before `end` that are not held yet.
  private func fill(to end: Int) throws {
    guard end > held.upperBound else { return }
    let start = held.count * rowBytes
    let missing = held.upperBound..<end
    try source(
      missing,
      UnsafeMutableRawBufferPointer(rebasing: pixels[start..<start + missing.count * rowBytes]))
    held = held.lowerBound..<end
  }

  private func drop(before row: Int) {
    let dropped = (row - held.lowerBound) * rowBytes
    let kept = held.count * rowBytes - dropped
    pixels.copyMemory(from: UnsafeRawBufferPointer(rebasing: pixels[dropped..<dropped + kept]))
    held = row..<held.upperBound
  }

  private func moveWindow(to row: Int) {
    while texture.window.upperBound <= min(row + Grain.textureReach, height - 1) {
      texture.add(pixels(of: texture.window.upperBound), depth: depth)
    }
    if texture.window.lowerBound < row - Grain.textureReach { texture.removeFirst() }
  }

  @inline(__always)
  private func add<Value: FixedWidthInteger & UnsignedInteger>(
    to source: UnsafeRawBufferPointer, into target: UnsafeMutableRawBufferPointer, _: Value.Type
  ) {
    let source = source.assumingMemoryBound(to: Value.self)
    let target = target.assumingMemoryBound(to: Value.self)
    let fullScale = Float(Value.max)
    let level = grain.level * (fullScale / 255)
    noise.withUnsafeBufferPointer { noise in
      for x in 0..<width {
        let change = level * noise[x]
        for value in 3 * x..<3 * x + 3 {
          let sum = min(max(Float(source[value]) + change, 0), fullScale)
          target[value] = Value(truncatingIfNeeded: Int32(sum + 0.5))
        }
      }
    }
  }
}
