import Foundation
import ImageIO
import Testing

@Suite struct ResizingTests {
  /// Resizes a picture whose rows come from a closure, `strip` rows at a time.
  private func resize(
    _ from: RowResizer.Sides, _ to: RowResizer.Sides, bands: Int = 3,
    depth: BitDepth = .eight, strip: Int = 5, _ value: @escaping @Sendable (Int, Int) -> Int
  ) throws -> [Int] {
    let resizer = try RowResizer(from: from, to: to, bands: bands, depth: depth) { rows, bytes in
      for row in rows {
        for index in 0..<from.width * bands {
          let offset = ((row - rows.lowerBound) * from.width * bands + index) * depth.bytes
          if depth == .eight {
            bytes[offset] = UInt8(value(index / bands, row))
          } else {
            bytes.storeBytes(
              of: UInt16(value(index / bands, row)), toByteOffset: offset, as: UInt16.self)
          }
        }
      }
    }
    var result: [Int] = []
    for first in stride(from: 0, to: to.height, by: strip) {
      let rows = first..<min(first + strip, to.height)
      var bytes = [UInt8](repeating: 0, count: rows.count * to.width * bands * depth.bytes)
      try bytes.withUnsafeMutableBytes { try resizer.read(rows: rows, into: $0) }
      result +=
        depth == .eight
        ? bytes.map(Int.init)
        : bytes.withUnsafeBytes { $0.bindMemory(to: UInt16.self).map(Int.init) }
    }
    return result
  }

  private static let sides: [(from: RowResizer.Sides, to: RowResizer.Sides)] = [
    ((301, 203), (37, 25)), ((37, 25), (301, 203)), ((640, 480), (639, 481)),
    ((5, 300), (300, 5)), ((1, 1), (64, 48)), ((4000, 17), (16, 16)),
  ]

  @Test(arguments: sides.indices) func keepsAPlainPictureAndAnySize(index: Int) throws {
    let (from, to) = Self.sides[index]
    for bands in [1, 3, 6] {
      let values = try resize(from, to, bands: bands) { _, _ in 201 }
      #expect(values.count == to.width * to.height * bands)
      #expect(values.allSatisfy { $0 == 201 })
    }
  }

  /// A slope stays the slope, away from the borders.
  @Test(arguments: [60, 120, 480, 961]) func keepsPlaces(width: Int) throws {
    let from = RowResizer.Sides(240, 90)
    let to = RowResizer.Sides(width, width * 3 / 8)
    let values = try resize(from, to, depth: .sixteen) { x, _ in x * 200 }
    for x in width / 10..<width * 9 / 10 {
      let expected = ((Double(x) + 0.5) * 240 / Double(width) - 0.5) * 200
      let found = Double(values[(to.height / 2 * width + x) * 3])
      #expect(abs(found - expected) < 60)
    }
  }

  @Test func stripsChangeNothing() throws {
    let value: @Sendable (Int, Int) -> Int = { x, y in (x * 7 + y * 13) % 256 }
    for to in [RowResizer.Sides(50, 71), (431, 509)] {
      let one = try resize((190, 170), to, strip: 1, value)
      #expect(try resize((190, 170), to, strip: 64, value) == one)
      #expect(try resize((190, 170), to, strip: 1000, value) == one)
    }
  }

  private struct Broken: Error {}

  @Test(arguments: [8, 400]) func whatTheSourceThrowsComesOut(side: Int) throws {
    let resizer = try RowResizer(from: (40, 40), to: (side, side), depth: .eight) { rows, bytes in
      if rows.upperBound > 30 { throw Broken() }
      bytes.initializeMemory(as: UInt8.self, repeating: 9)
    }
    var bytes = [UInt8](repeating: 0, count: side * side * 3)
    #expect(throws: Broken.self) {
      try bytes.withUnsafeMutableBytes { try resizer.read(rows: 0..<side, into: $0) }
    }
  }

  @Test(arguments: [1 << 20, 0]) func heldPicturesComeBack(memory: Int) throws {
    let limits = ImageLimits(memoryBytes: memory)
    let held = try SpillBuffer(rows: 9, rowBytes: 5, limits: limits)
    for row in 0..<9 {
      let bytes = (0..<5).map { UInt8(row * 5 + $0) }
      bytes.withUnsafeBytes { held.write($0, rows: row..<row + 1) }
    }
    for rows in [2..<7, 0..<9, 8..<9] {
      var bytes = [UInt8](repeating: 0, count: rows.count * 5)
      bytes.withUnsafeMutableBytes { held.read(rows: rows, into: $0) }
      #expect(bytes == (rows.lowerBound * 5..<rows.upperBound * 5).map { UInt8($0) })
    }
  }

  @Test func linesOfTextStandOnOneLine() throws {
    let texts = try ["wave", "starry", "THE", "<a & b>", "…"].map { try TextRaster($0, points: 20) }
    #expect(Set(texts.map(\.height)).count == 1)
    #expect(texts.allSatisfy { $0.width > 0 && $0.coverage.count == $0.width * $0.height })
    #expect(texts.allSatisfy { $0.coverage.max()! > 200 && $0.coverage.min()! == 0 })
    #expect(texts[1].width > texts[0].width / 2)
    #expect(try TextRaster("", points: 20).width == 0)
  }
}
