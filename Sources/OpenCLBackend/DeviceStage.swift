internal import CLKernels
internal import Engine
package import Networks

/// A stage's arithmetic for whole rows of blocks of a tile.
protocol DeviceStage: Sendable {
  var algorithm: ConvolutionAlgorithm { get }

  var stage: Stage { get }

  /// Multiply-adds of one output pixel.
  var multiplyAdds: Int { get }

  /// The rows of the inputs, which are of `size`, that rows of the output are computed from.
  func inputRows(for rows: Range<Int>, of size: Size) -> Range<Int>

  func enqueue(_ call: StageCall, on device: DeviceSession) throws
}

/// How a stage computes.
package enum ConvolutionAlgorithm: String, Hashable, Sendable {
  case none, implicitProduct, winograd
}

/// A stage ready to run on a device.
package struct OpenCLKernel: StageKernel {
  let stage: any DeviceStage
  let outputChannels: Int
  /// Whether anybody asks for the moments of its output.
  let takesMoments: Bool

  package var algorithm: ConvolutionAlgorithm { stage.algorithm }

  /// What the moments of are merged on the device, or what a work-group computes where there are none:
  /// low bands take less memory.
  package func block(for input: Size) -> Size {
    takesMoments
      ? Self.block : Size(height: StageCall.blockRows, width: StageCall.blockColumns)
  }

  static let block = Size(
    height: Int(STYLIZE_BLOCK_ROWS * STYLIZE_MERGED_ROWS),
    width: Int(STYLIZE_BLOCK_COLUMNS * STYLIZE_MERGED_COLUMNS))
}

/// What one call computes: rows of a tile whose inputs and outputs are in reach.
struct StageCall {
  var rows: Range<Int>
  var columns: Range<Int>
  var source: [BoundOperand]
  var inputRows: Range<Int>
  var output: OpenCLMap?
  var moments: Moments?

  /// Where the moments of the call's blocks go.
  struct Moments {
    var buffer: DeviceBuffer
    /// The first pixel of the first block in the buffer.
    var row: Int
    var column: Int
    /// Blocks in one row of it.
    var columns: Int
    /// Of one block: as many means, and as many sums of squared deviations.
    var lanes: Int
  }
}

/// An operand, its scale and shift on the device.
struct BoundOperand {
  var map: OpenCLMap
  var affine: DeviceBuffer?
  var activation: Activation
}
