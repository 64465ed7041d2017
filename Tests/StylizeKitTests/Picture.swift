import Files
import Foundation
import ImageIO

/// A picture in memory: R, G, B interleaved, values as they are encoded.
struct Picture: Equatable {
  var width: Int
  var height: Int
  var depth = BitDepth.eight
  var values: [UInt16]

  /// 0…1, pixel by pixel.
  init(
    width: Int, height: Int, depth: BitDepth = .eight,
    _ colour: (_ x: Int, _ y: Int) -> (Double, Double, Double)
  ) {
    (self.width, self.height, self.depth) = (width, height, depth)
    let scale = depth == .eight ? 255.0 : 65535.0
    values = (0..<width * height).flatMap { pixel in
      let (red, green, blue) = colour(pixel % width, pixel / width)
      return [red, green, blue].map { UInt16(($0 * scale).rounded()) }
    }
  }

  /// Soft hills of all colours under hard edges, dark and light.
  static func scene(width: Int, height: Int, depth: BitDepth = .eight) -> Picture {
    Picture(width: width, height: height, depth: depth) { x, y in
      let (u, v) = (Double(x) / Double(width), Double(y) / Double(height))
      let edge = (x / 11 + y / 17).isMultiple(of: 3) ? 0.35 : 0
      return (
        bounded(0.5 + 0.4 * sin(7 * u + 3 * v) - edge),
        bounded(0.45 + 0.4 * cos(5 * v - 2 * u) - edge / 2), bounded(0.5 + 0.45 * sin(4 * (u + v)))
      )
    }
  }

  init(_ path: Path) throws {
    let reader = try ImageReader(.file(path))
    (width, height, depth) = (reader.info.width, reader.info.height, reader.info.depth)
    var bytes = [UInt8](repeating: 0, count: width * height * 3 * depth.bytes)
    try bytes.withUnsafeMutableBytes { try reader.read(rows: 0..<reader.info.height, into: $0) }
    values =
      depth == .eight
      ? bytes.map(UInt16.init) : bytes.withUnsafeBytes { Array($0.bindMemory(to: UInt16.self)) }
  }

  private var bytes: [UInt8] {
    depth == .eight
      ? values.map { UInt8($0) } : values.withUnsafeBytes { Array($0) }
  }

  func write(to path: Path) throws {
    let (bytes, rowBytes) = (bytes, width * 3 * depth.bytes)
    let picture = OutputImage(width: width, height: height, depth: depth) { rows, target in
      bytes.withUnsafeBytes {
        target.copyMemory(
          from: .init(rebasing: $0[rows.lowerBound * rowBytes..<rows.upperBound * rowBytes]))
      }
    }
    let (file, format) = try ImageFormat.parse(output: path)
    try ImageWriter(format: format!, overwrite: true).write(picture, to: file)
  }

  /// Shrunk by plain averages of `factor · factor` pixels.
  func shrunk(by factor: Int) -> Picture {
    var small = self
    (small.width, small.height) = (width / factor, height / factor)
    small.values = (0..<small.width * small.height * 3).map { index in
      let (pixel, channel) = (index / 3, index % 3)
      var sum = 0
      for y in 0..<factor {
        for x in 0..<factor {
          let row = pixel / small.width * factor + y
          sum += Int(values[(row * width + pixel % small.width * factor + x) * 3 + channel])
        }
      }
      return UInt16(sum / (factor * factor))
    }
    return small
  }

  func cropped(row: Int, column: Int, width: Int, height: Int) -> Picture {
    var part = self
    (part.width, part.height) = (width, height)
    part.values = (row..<row + height).flatMap { line in
      let start: Int = (line * self.width + column) * 3
      return Array(values[start..<start + width * 3])
    }
    return part
  }

  /// Decibels.
  func signalToNoise(_ other: Picture) -> Double {
    precondition(values.count == other.values.count)
    let error = zip(values, other.values).reduce(0.0) {
      $0 + pow(Double($1.0) - Double($1.1), 2)
    }
    let scale = depth == .eight ? 255.0 : 65535.0
    return 10 * log10(scale * scale * Double(values.count) / max(error, 1e-9))
  }

  /// Pearson's coefficient over all values.
  func correlation(_ other: Picture) -> Double {
    let (a, b) = (values.map(Double.init), other.values.map(Double.init))
    let (meanA, meanB) = (a.reduce(0, +) / Double(a.count), b.reduce(0, +) / Double(b.count))
    var (ab, aa, bb) = (0.0, 0.0, 0.0)
    for (x, y) in zip(a, b) {
      ab += (x - meanA) * (y - meanB)
      aa += (x - meanA) * (x - meanA)
      bb += (y - meanB) * (y - meanB)
    }
    return ab / (aa * bb).squareRoot()
  }
}

private func bounded(_ value: Double) -> Double { min(max(value, 0), 1) }
