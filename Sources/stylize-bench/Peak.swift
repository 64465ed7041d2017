import CKernels

/// The peak arithmetic speed of one thread.
enum Peak {
  /// The multiplications and additions per second, the best of a few short measurements.
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
