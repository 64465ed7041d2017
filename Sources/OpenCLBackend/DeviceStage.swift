internal import CLKernels
internal import Engine
package import Networks

/// A stage's arithmetic for whole rows of blocks of a tile.
protocol DeviceStage: Sendable {
  var algorithm: ConvolutionAlgorithm { get }

  var stage: Stage { get }

  /// The number of multiply-adds for one output pixel.
  var multiplyAdds: Int { get }

  /// The rows of the inputs, which are of `size`, from which rows of the output are computed.
  func inputRows(for rows: Range<Int>, of size: Size) -> Range<Int>

  func enqueue(_ call: StageCall, on device: DeviceSession) throws
}

/// The algorithm of a stage's convolution.
package enum ConvolutionAlgorithm: String, Hashable, Sendable {
  case none, implicitProduct, winograd
}

/// A stage ready to run on a device.
package struct OpenCLKernel: StageKernel {
  let stage: any DeviceStage
  let outputChannels: Int
  /// Whether the moments of its output are needed.
  let takesMoments: Bool

  package var algorithm: ConvolutionAlgorithm { stage.algorithm }

  /// The area whose moments are merged on the device, or, where no moments are taken, the area that one work-group
  /// computes: low bands take less memory.
  package func block(for input: Size) -> Size {
    takesMoments
      ? Self.block : Size(height: StageCall.blockRows, width: StageCall.blockColumns)
  }

  static let block = Size(
    height: Int(STYLIZE_BLOCK_ROWS * STYLIZE_MERGED_ROWS),
    width: Int(STYLIZE_BLOCK_COLUMNS * STYLIZE_MERGED_COLUMNS))
}

/// The work of one kernel call: rows of a tile whose inputs and outputs are in reach.
struct StageCall {
  var rows: Range<Int>
  var columns: Range<Int>
  var source: [BoundOperand]
  var inputRows: Range<Int>
  var output: OpenCLMap?
  var moments: Moments?

  /// The target of the moments of the call's blocks.
  struct Moments {
    var buffer: DeviceBuffer
    /// The position of the first pixel of the first block in the buffer.
    var row: Int
    var column: Int
    /// The number of blocks in one row of the buffer.
    var columns: Int
    /// The number of means per block, which is also that of sums of squared deviations.
    var lanes: Int
  }
}

/// An operand with its scale and shift on the device.
struct BoundOperand {
  var map: OpenCLMap
  var affine: DeviceBuffer?
  var activation: Activation
}
