internal import CKernels
internal import Engine
internal import Networks

/// A convolution by the SIMD kernels.
final class VectorConvolution: BlockKernel, @unchecked Sendable {
  // Immutable once it is made.
  private let convolution: OpaquePointer

  /// Prepares a convolution; nil for one that these kernels don't support.
  init?(_ convolution: Convolution, _ stage: Stage, _ weights: Weights) throws {
    guard convolution.padding == .reflection, convolution.paddingAmount >= 0,
      stage.upsampling <= 2, stage.enlargement == .nearest
    else { return nil }
    let weight = try weights.weight(of: convolution)
    let bias = try weights.bias(of: convolution)
    let made = weight.withUnsafeBufferPointer { weight in
      bias.withUnsafeBufferPointer { bias in
        var description = stylize_convolution_description(
          input_channels: Int32(convolution.inputChannels),
          output_channels: Int32(convolution.outputChannels),
          kernel: Int32(convolution.kernel), stride: Int32(convolution.stride),
          upsample: Int32(stage.upsampling), padding: Int32(convolution.paddingAmount),
          weights: weight.baseAddress, bias: bias.baseAddress,
          activation: stage.activation.kernelActivation)
        return stylize_convolution_create(&description, stylize_variant_chosen())
      }
    }
    guard let made else {
      throw EngineError.outOfMemory(
        neededBytes: weight.count * MemoryLayout<Float>.size,
        what: "the weights of \(convolution.name)")
    }
    self.convolution = made
  }

  deinit { stylize_convolution_destroy(convolution) }

  func block(for input: Size) -> Size { grid(for: input).block }

  func scratchBytes(for input: Size) -> Int { grid(for: input).scratch }

  func run(
    _ block: Region, from source: stylize_source, to output: stylize_map?,
    moments: UnsafeMutablePointer<Float>?, scratch: UnsafeMutableRawPointer
  ) {
    withOptionalPointer(to: output) { output in
      withUnsafePointer(to: source) { source in
        stylize_convolution_run(
          convolution, stylize_block(block), source, output, moments, scratch)
      }
    }
  }

  private func grid(for input: Size) -> stylize_grid {
    stylize_convolution_grid(convolution, Int32(input.height), Int32(input.width))
  }
}

extension stylize_grid {
  var block: Size { Size(height: Int(block_rows), width: Int(block_columns)) }
}

extension stylize_block {
  init(_ region: Region) {
    self.init(
      row: Int32(region.rows.lowerBound), rows: Int32(region.rows.count),
      column: Int32(region.columns.lowerBound), columns: Int32(region.columns.count))
  }
}

/// Calls `body` with a pointer to a value, or with nil when there is none.
func withOptionalPointer<Value>(to value: Value?, _ body: (UnsafePointer<Value>?) -> Void) {
  guard let value else { return body(nil) }
  withUnsafePointer(to: value) { body($0) }
}
