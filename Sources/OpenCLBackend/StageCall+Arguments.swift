internal import CLKernels
internal import Engine
internal import Networks

extension StageCall {
  static let blockRows = Int(STYLIZE_BLOCK_ROWS)
  static let blockColumns = Int(STYLIZE_BLOCK_COLUMNS)

  /// The number of blocks of the output, down and across.
  var blocks: (rows: Int, columns: Int) {
    (
      (rows.count + Self.blockRows - 1) / Self.blockRows,
      (columns.count + Self.blockColumns - 1) / Self.blockColumns
    )
  }

  /// The preprocessor definitions with which a program for this call is compiled.
  var definitions: [String: Int32] {
    let elements = source.map(\.map.element.kernelElement)
    return [
      "TERMS": Int32(source.count),
      "ELEMENT_A": elements[0],
      "ELEMENT_B": elements[elements.count - 1],
      "ELEMENT_OUT": (output?.element ?? .float32).kernelElement,
      // Not an argument: barriers may not stand under a condition on every device's compiler.
      "MOMENTS": moments == nil ? 0 : 1,
    ]
  }

  /// The arguments for the kernels' `SOURCE_PARAMETERS`; `shape` holds those that do not depend on
  /// the maps.
  func sourceArguments(_ shape: SourceShape, _ device: DeviceSession) -> [Kernel.Argument] {
    var arguments: [Kernel.Argument] = []
    for index in 0..<2 {
      let operand = source[min(index, source.count - 1)]
      let window = operand.map.window(inputRows)
      arguments += [
        .buffer(window.first), .buffer(window.second), .window(window.parameters),
        .buffer(operand.affine ?? device.nothing),
      ]
    }
    let (a, b) = (source[0], source[source.count - 1])
    let channels = a.map.shape.channels
    let padded = (channels + ChannelAffine.lanes - 1) / ChannelAffine.lanes * ChannelAffine.lanes
    let parameters = stylize_cl_source(
      height: Int32(a.map.shape.height * shape.upsampling),
      width: Int32(a.map.shape.width * shape.upsampling), upsampling: Int32(shape.upsampling),
      zero: shape.zeros, channels: Int32(channels),
      edge: Int32(shape.kernel), stride: Int32(shape.stride),
      padding: Int32(shape.paddingAmount), affine_lanes: Int32(padded),
      scaled_a: a.affine == nil ? 0 : 1, activation_a: a.activation.kernelActivation,
      scaled_b: b.affine == nil ? 0 : 1, activation_b: b.activation.kernelActivation)
    return arguments + [.source(parameters)]
  }

  /// The arguments for the output: its bands and window, and the part of it that is computed.
  func targetArguments(_ activation: Activation, _ device: DeviceSession) -> [Kernel.Argument] {
    let window = output?.window(rows)
    return [
      .buffer(window?.first ?? device.nothing), .buffer(window?.second ?? device.nothing),
      .window(window?.parameters ?? stylize_cl_window()), .target(target(activation)),
    ]
  }

  func target(_ activation: Activation) -> stylize_cl_target {
    stylize_cl_target(
      row: Int32(rows.lowerBound), row_end: Int32(rows.upperBound),
      column: Int32(columns.lowerBound), column_end: Int32(columns.upperBound),
      activation: activation.kernelActivation, store: output == nil ? 0 : 1,
      moments_row: Int32(moments?.row ?? 0), moments_column: Int32(moments?.column ?? 0),
      moments_columns: Int32(moments?.columns ?? 0), moments_lanes: Int32(moments?.lanes ?? 0))
  }
}

/// The way in which a stage reads its source.
struct SourceShape: Hashable {
  var upsampling: Int
  var enlargement: Enlargement
  var padding: Padding
  var kernel: Int
  var stride: Int
  var paddingAmount: Int

  init(_ stage: Stage) {
    upsampling = stage.upsampling
    enlargement = stage.enlargement
    padding = stage.convolution?.padding ?? .reflection
    kernel = stage.convolution?.kernel ?? 1
    stride = stage.convolution?.stride ?? 1
    paddingAmount = stage.convolution?.paddingAmount ?? 0
  }

  /// The kernels' flags for zeros that are read where there is no pixel: beyond the border, or
  /// between pixels.
  fileprivate var zeros: Int32 {
    (padding == .zero ? STYLIZE_ZERO_BEYOND : 0)
      | (enlargement == .zeros ? STYLIZE_ZERO_BETWEEN : 0)
  }
}
