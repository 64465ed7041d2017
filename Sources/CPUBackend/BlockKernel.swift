internal import CKernels
internal import Engine
package import Networks

/// One stage's arithmetic for one block on one thread.
protocol BlockKernel: Sendable {
  /// See ``StageKernel/block(for:)``.
  func block(for input: Size) -> Size

  /// What ``run(_:from:to:moments:scratch:)`` needs of scratch, in bytes.
  func scratchBytes(for input: Size) -> Int

  /// - Parameters:
  ///   - output: nil when only the moments are wanted.
  ///   - moments: means, then sums of squared deviations; each padded to whole vectors.
  func run(
    _ block: Region, from source: stylize_source, to output: stylize_map?,
    moments: UnsafeMutablePointer<Float>?, scratch: UnsafeMutableRawPointer)
}

/// A stage ready to run on the CPU.
package struct CPUKernel: StageKernel {
  let arithmetic: any BlockKernel

  package func block(for input: Size) -> Size { arithmetic.block(for: input) }
}

extension stylize_source {
  /// Calls `body` with what the kernels read; valid only during the call.
  static func with<Result>(_ operands: [Operand<CPUMap>], _ body: (stylize_source) -> Result)
    -> Result
  {
    operands[0].withTerm { first in
      var source = stylize_source()
      source.count = Int32(operands.count)
      source.terms.0 = first
      guard operands.count == 2 else { return body(source) }
      return operands[1].withTerm { second in
        source.terms.1 = second
        return body(source)
      }
    }
  }
}

extension Operand<CPUMap> {
  fileprivate func withTerm<Result>(_ body: (stylize_term) -> Result) -> Result {
    var term = stylize_term()
    term.map = map.view
    term.activation = activation.kernelActivation
    guard let affine else { return body(term) }
    return affine.scale.withUnsafeBufferPointer { scale in
      affine.shift.withUnsafeBufferPointer { shift in
        term.scale = scale.baseAddress
        term.shift = shift.baseAddress
        return body(term)
      }
    }
  }
}
