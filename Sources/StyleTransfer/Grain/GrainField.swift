/// The noise of ``Grain``, with a standard deviation of 1, row by row in any order.
package struct GrainField {
  private let width: Int
  private var octaves: [Octave]

  /// - Parameter width: the picture's width, in pixels.
  package init(width: Int) {
    self.width = width
    octaves = Grain.cells.indices.map { Octave($0, width: width) }
  }

  /// Replaces a row's values, one per pixel.
  package mutating func read(row: Int, into values: inout [Float]) {
    precondition(values.count == width, "a row of another width")
    values.withUnsafeMutableBufferPointer { values in
      for index in octaves.indices { octaves[index].add(row: row, to: values) }
    }
  }

  static func workBytes(width: Int) -> Int { Grain.cells.count * 4 * 4 * width }
}

/// One octave of the noise, with the lattice rows around the last row, already interpolated
/// horizontally.
private struct Octave {
  let index: Int
  let cell: Int
  /// The weights of the four lattice points around each pixel of a cell, for both directions.
  let weights: [SIMD4<Float>]
  /// The factor that makes each octave contribute a fifth of the sum's variance.
  let scale: Float
  private var lines: [[Float]]
  /// The lattice row that each line holds.
  private var held = [Int?](repeating: nil, count: 4)

  init(_ index: Int, width: Int) {
    self.index = index
    cell = Grain.cells[index]
    let side = cell
    weights = (0..<side).map { pixel in
      SIMD4(Grain.weights((Double(pixel) + 0.5) / Double(side)).map { Float($0) })
    }
    scale = Float(1 / (Grain.deviation(cell: side) * Double(Grain.cells.count).squareRoot()))
    lines = Array(repeating: [Float](repeating: 0, count: width), count: cell > 1 ? 4 : 0)
  }

  /// Adds the octave's values to a row; the first octave overwrites what is there.
  mutating func add(row: Int, to values: UnsafeMutableBufferPointer<Float>) {
    guard cell > 1 else {
      for x in values.indices {
        values[x] = Grain.latticeValue(octave: index, row: row, column: x) * scale
      }
      return
    }
    let (second, part) = position(row)
    for line in second - 1...second + 2 where held[line & 3] != line {
      interpolate(latticeRow: line)
      held[line & 3] = line
    }
    let weights = weights[part] * scale
    let (a, b, c, d) = (weights[0], weights[1], weights[2], weights[3])
    lines.withUnsafeBufferPointer { lines in
      lines[(second - 1) & 3].withUnsafeBufferPointer { first in
        lines[second & 3].withUnsafeBufferPointer { next in
          lines[(second + 1) & 3].withUnsafeBufferPointer { third in
            lines[(second + 2) & 3].withUnsafeBufferPointer { last in
              for x in values.indices {
                values[x] += a * first[x] + b * next[x] + c * third[x] + d * last[x]
              }
            }
          }
        }
      }
    }
  }

  /// The last lattice point at or before the centre of a pixel, and the index of the pixel among
  /// those between it and the next point.
  private func position(_ pixel: Int) -> (lattice: Int, part: Int) {
    let shifted = pixel + cell / 2
    return (shifted / cell - 1, shifted % cell)
  }

  private mutating func interpolate(latticeRow row: Int) {
    let (index, cell, weights) = (index, cell, weights)
    lines[row & 3].withUnsafeMutableBufferPointer { line in
      func value(_ column: Int) -> Float {
        Grain.latticeValue(octave: index, row: row, column: column)
      }
      var (a, b, c, d) = (value(-2), value(-1), value(0), value(1))
      var next = 2
      var part = cell / 2
      for x in line.indices {
        let weights = weights[part]
        line[x] = weights[0] * a + weights[1] * b + weights[2] * c + weights[3] * d
        part += 1
        if part == cell {
          (a, b, c, d) = (b, c, d, value(next))
          (next, part) = (next + 1, 0)
        }
      }
    }
  }
}
