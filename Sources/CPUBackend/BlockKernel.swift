internal import CKernels
internal import Engine
package import Networks

/// One stage's arithmetic for one block on one thread.
protocol BlockKernel: Sendable {
  /// The size of the blocks for inputs of this size; see ``StageKernel/block(for:)``.
  func block(for input: Size) -> Size

  /// The size of the scratch buffer that ``run(_:from:to:moments:scratch:)`` needs, in bytes.
  func scratchBytes(for input: Size) -> Int

  /// Computes one block.
  ///
  /// - Parameters:
  ///   - output: the map to write to; nil when only the moments are wanted.
  ///   - moments: receives the block's means, then its sums of squared deviations, each padded to
  ///     whole vectors; nil when none are wanted.
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
  /// Calls `body` with the C kernels' view of the operands, which is valid only during the call.
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
