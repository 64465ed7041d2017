import Devices
import Engine
import ImageIO
import StyleTransfer
import Testing

/// How random grain is. The field is always the same; bounds are four deviations of what a truly random
/// one of the size would measure, so that a poor hash fails.
@Suite struct GrainStatisticsTests {
  private static let side = 1024
  private static let field: [Float] = {
    var field = GrainField(width: side)
    var values = [Float](repeating: 0, count: side)
    return (0..<side).flatMap { row in
      field.read(row: row, into: &values)
      return values
    }
  }()

  @Test func meanAndDeviation() {
    let values = Self.field.map(Double.init)
    let mean = values.reduce(0, +) / Double(values.count)
    let variance = values.reduce(0) { $0 + $1 * $1 } / Double(values.count)
    // The mean of an octave of cells of 16 pixels is that of 64 · 64 numbers.
    #expect(abs(mean) < 0.04, "\(mean)")
    #expect(abs(variance.squareRoot() - 1) < 0.015, "\(variance.squareRoot())")
  }

  /// Along rows and columns, against what the octaves' kernels say.
  @Test(arguments: [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 100]) func autocorrelation(lag: Int) {
    let expected = ReferenceGrain.cells.reduce(0.0) { sum, cell in
      sum + ReferenceGrain.covariance(cell: cell, lag: lag)
        / ReferenceGrain.covariance(cell: cell, lag: 0) / 5
    }
    for step in [lag, lag * Self.side] {
      var (sum, count) = (0.0, 0)
      for row in 0..<Self.side - (step == lag ? 0 : lag) {
        for column in 0..<Self.side - (step == lag ? lag : 0) {
          let index = row * Self.side + column
          sum += Double(Self.field[index] * Self.field[index + step])
          count += 1
        }
      }
      #expect(abs(sum / Double(count) - expected) < 0.03, "\(sum / Double(count)), \(expected)")
    }
  }

  /// A million lattice points of each octave: moments, neighbours, and the other octaves.
  @Test(arguments: 0..<5) func latticeValuesAreIndependent(octave: Int) {
    let side = 1000
    func value(_ row: Int, _ column: Int, _ octave: Int) -> Double {
      Double(Grain.latticeValue(octave: octave, row: row, column: column))
    }
    var moments = [0.0, 0, 0, 0]
    let neighbours = [
      (0, 1, 0), (1, 0, 0), (1, 1, 0), (1, -1, 0), (0, 2, 0), (2, 0, 0), (0, 64, 0), (64, 0, 0),
      (0, 0, 1), (0, 1, 1), (1, 0, 1),
    ]
    var products = [Double](repeating: 0, count: neighbours.count)
    for row in 0..<side {
      for column in 0..<side {
        let here = value(row, column, octave)
        var power = 1.0
        for index in moments.indices {
          power *= here
          moments[index] += power
        }
        for (index, (down, right, up)) in neighbours.enumerated() {
          products[index] += here * value(row + down, column + right, (octave + up) % 5)
        }
      }
    }
    let count = Double(side * side)
    let bound = 4 / count.squareRoot()
    #expect(abs(moments[0] / count) < bound)
    // The variances of the powers of a normal number are 2, 15 and 96.
    #expect(abs(moments[1] / count - 1) < 1.42 * bound)
    #expect(abs(moments[2] / count) < 3.9 * bound)
    #expect(abs(moments[3] / count - 2.85) < 9.8 * bound)
    for (product, neighbour) in zip(products, neighbours) {
      #expect(abs(product / count) < bound, "\(neighbour): \(product / count)")
    }
  }
}
