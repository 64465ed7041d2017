/// A tensor that is known when a network is imported: weights, scales, and numbers that exporters
/// compute from shapes.
struct ONNXConstant {
  /// The most numbers that a computed constant may have; weights have as many as the file holds.
  static let computedLimit = 1 << 20

  var shape: [Int]
  var values: [Double]
  var isInteger: Bool

  init(shape: [Int], values: [Double], isInteger: Bool) {
    precondition(shape.reduce(1, *) == values.count)
    (self.shape, self.values, self.isInteger) = (shape, values, isInteger)
  }

  init(integers: [Int]) {
    self.init(shape: [integers.count], values: integers.map(Double.init), isInteger: true)
  }

  /// The values as whole numbers; those beyond Int's range, which stand for "to the end", are
  /// clamped to its limits.
  var integers: [Int] {
    values.map { value in
      value.isNaN ? 0 : Int(exactly: value.rounded(.towardZero)) ?? (value < 0 ? .min : .max)
    }
  }

  var floats: [Float] { values.map { Float($0) } }

  /// The number of elements of a shape that a file gives; nil where a length is negative or the
  /// number is above the limit.
  static func count(_ shape: [Int], limit: Int) -> Int? {
    var count = 1
    for length in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: length)
      guard length >= 0, !overflow, product <= limit else { return nil }
      count = product
    }
    return count
  }

  /// The constant with another shape of as many numbers, in which one length may be −1.
  func reshaped(to shape: [Int]) -> ONNXConstant? {
    var shape = shape
    if let open = shape.firstIndex(of: -1) {
      shape[open] = 1
      guard let known = Self.count(shape, limit: .max), known > 0, values.count % known == 0 else {
        return nil
      }
      shape[open] = values.count / known
    }
    guard Self.count(shape, limit: .max) == values.count else { return nil }
    return ONNXConstant(shape: shape, values: values, isInteger: isInteger)
  }

  /// The numbers at these indices along each axis, in row-major order.
  func selected(_ indices: [[Int]]) -> ONNXConstant {
    var strides = [Int](repeating: 1, count: shape.count)
    for axis in shape.indices.dropLast().reversed() {
      strides[axis] = strides[axis + 1] * shape[axis + 1]
    }
    var positions = [0]
    for (axis, chosen) in indices.enumerated() {
      positions = positions.flatMap { start in chosen.map { start + $0 * strides[axis] } }
    }
    return ONNXConstant(
      shape: indices.map(\.count), values: positions.map { values[$0] }, isInteger: isInteger)
  }

  /// The constant with its axes in another order; nil when that is no permutation.
  func transposed(_ order: [Int]) -> ONNXConstant? {
    guard order.sorted() == Array(shape.indices) else { return nil }
    var strides = [Int](repeating: 1, count: shape.count)
    for axis in shape.indices.dropLast().reversed() {
      strides[axis] = strides[axis + 1] * shape[axis + 1]
    }
    var positions = [0]
    for axis in order {
      positions = positions.flatMap { start in (0..<shape[axis]).map { start + $0 * strides[axis] }
      }
    }
    return ONNXConstant(
      shape: order.map { shape[$0] }, values: positions.map { values[$0] }, isInteger: isInteger)
  }

  /// The result of an operation on pairs of numbers, with broadcasting: lengths of 1 and missing
  /// axes are repeated. Nil when the shapes do not fit.
  func combined(_ other: ONNXConstant, _ operation: (Double, Double) -> Double) -> ONNXConstant? {
    let rank = max(shape.count, other.shape.count)
    func padded(_ shape: [Int]) -> [Int] { [Int](repeating: 1, count: rank - shape.count) + shape }
    let (a, b) = (padded(shape), padded(other.shape))
    guard zip(a, b).allSatisfy({ $0 == $1 || $0 == 1 || $1 == 1 }) else { return nil }
    let result = zip(a, b).map { $0 == 1 ? $1 : $0 }
    guard Self.count(result, limit: Self.computedLimit) != nil else { return nil }
    func expanded(_ constant: ONNXConstant, _ shape: [Int]) -> [Double] {
      let whole = ONNXConstant(shape: shape, values: constant.values, isInteger: isInteger)
      let indices = zip(shape, result).map { length, wanted in
        length == wanted ? Array(0..<wanted) : [Int](repeating: 0, count: wanted)
      }
      return whole.selected(indices).values
    }
    let values = zip(expanded(self, a), expanded(other, b)).map(operation)
    return ONNXConstant(
      shape: result, values: values, isInteger: isInteger && other.isInteger)
  }
}
