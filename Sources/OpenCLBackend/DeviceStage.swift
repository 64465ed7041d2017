internal import CLKernels
public import Engine
public import Networks

/// A stage's arithmetic for whole rows of blocks of a tile.
protocol DeviceStage: Sendable {
  /// Multiply-adds of one output pixel.
  var multiplyAdds: Int { get }

  /// The rows of the inputs, which are of `size`, that rows of the output are computed from.
  func inputRows(for rows: Range<Int>, of size: Size) -> Range<Int>

  func enqueue(_ call: StageCall, on device: DeviceSession) throws
}

/// A stage ready to run on a device.
public struct OpenCLKernel: StageKernel {
  let stage: any DeviceStage

  /// What the moments of are merged on the device.
  public var block: Size { Self.block }

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
    /// The first row of blocks that the buffer has.
    var firstRow: Int
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
