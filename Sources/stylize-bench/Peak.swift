import CKernels

/// What one thread can do at most.
enum Peak {
  /// Multiplications and additions, the best of a few short measurements.
  static var operationsPerSecond: Double {
    let variant = stylize_variant_chosen()
    var result = [Float](repeating: 0, count: 16)
    return (0..<8).map { _ in
      let start = ContinuousClock.now
      let multiplyAdds = stylize_multiply_in_registers(variant, 400_000, &result)
      return 2 * Double(multiplyAdds) / ((ContinuousClock.now - start) / .seconds(1))
    }.max()!
  }
}
