internal import CLKernels
internal import Engine
internal import Networks

/// A 3 × 3 convolution with stride 1 by Winograd's algorithm F(4×4, 3×3): inputs transformed, 36
/// matrix products, outputs transformed back.
struct WinogradStage: DeviceStage {
  let stage: Stage
  private let convolution: Convolution
  private let tile: ChannelTile
  private let depth: Int
  private let weights: DeviceBuffer
  private let bias: DeviceBuffer
  /// The number of tiles of 4 × 4 pixels for which the workspace has room, in whole blocks.
  private let tilesAtOnce: Int

  static func pays(for convolution: Convolution, _ tuning: Tuning) -> Bool {
    convolution.kernel == 3 && convolution.stride == 1
      && min(convolution.inputChannels, convolution.outputChannels) >= tuning.winogradChannels
  }

  init(_ stage: Stage, _ convolution: Convolution, _ weights: Weights, on device: DeviceSession)
    throws
  {
    self.stage = stage
    self.convolution = convolution
    tile = ChannelTile(for: convolution.outputChannels, widest: device.tuning.widestTile)
    depth = min(device.tuning.deepestSlice, 16)
    let transformed = WinogradWeights(convolution, try weights.weight(of: convolution))
    self.weights = try device.allocator.buffer(
      transformed.ordered(tile, depth: depth), for: "the weights of \(convolution.name)")
    let bias = try weights.bias(of: convolution)
    let padding = [Float](repeating: 0, count: tile.channels * tile.count - bias.count)
    self.bias = try device.allocator.buffer(
      bias + padding, for: "the bias of \(convolution.name)")

    let lanes = max(convolution.inputChannels + 3, tile.channels * tile.count)
    let room = min(device.tuning.workspaceBytes / 2, device.maximumAllocation)
    tilesAtOnce = max(room / (36 * 4 * lanes) / 8 * 8, 8)
    // Taken now, so that a lack of memory shows before the first picture.
    _ = try workspace(device)
  }

  var algorithm: ConvolutionAlgorithm { .winograd }

  var multiplyAdds: Int { convolution.multiplyAdds }

  func inputRows(for rows: Range<Int>, of size: Size) -> Range<Int> {
    stage.inputRegion(for: Region(rows: rows, columns: 0..<1), of: size).rows
  }

  func enqueue(_ call: StageCall, on device: DeviceSession) throws {
    let workspace = try workspace(device)
    for part in parts(of: call) {
      let (rows, columns) = ((part.rows.count + 3) / 4, (part.columns.count + 3) / 4)
      let parameters = stylize_cl_winograd(
        tiles: Int32(rows * columns), tile_columns: Int32(columns),
        input_quarters: Int32(inputQuarters), output_quarters: Int32(outputQuarters))
      try transformInput(part, parameters, into: workspace.input, on: device)
      try multiply(parameters, workspace.input, into: workspace.product, on: device)
      try transformOutput(part, parameters, workspace.product, on: device)
    }
  }

  private var inputQuarters: Int { (convolution.inputChannels + 3) / 4 }
  private var outputQuarters: Int { tile.channels * tile.count / 4 }

  private func workspace(_ device: DeviceSession) throws
    -> (input: DeviceBuffer, product: DeviceBuffer)
  {
    (
      try device.workspace.buffer(0, 36 * 16 * inputQuarters * tilesAtOnce),
      try device.workspace.buffer(1, 36 * 16 * outputQuarters * tilesAtOnce)
    )
  }

  /// Cuts a call into rectangles of whole blocks whose tiles fit the workspace.
  private func parts(of call: StageCall) -> [StageCall] {
    let blocks = tilesAtOnce / 8
    let across = min(blocks, call.blocks.columns)
    let down = blocks / across
    let tile = Size(height: down * StageCall.blockRows, width: across * StageCall.blockColumns)
    let region = Region(rows: call.rows, columns: call.columns)
    return Tiling(of: region, tile: tile).map { part in
      var call = call
      call.rows = part.rows
      call.columns = part.columns
      return call
    }
  }

  private func transformInput(
    _ part: StageCall, _ parameters: stylize_cl_winograd, into transformed: DeviceBuffer,
    on device: DeviceSession
  ) throws {
    var definitions = part.definitions
    definitions["ELEMENT_OUT"] = nil
    definitions["MOMENTS"] = nil
    let kernel = try device.programs.kernel(.transformInput, definitions)
    let shape = SourceShape(stage)
    // Eight tiles write lines of 128 bytes; fours of channels beside each other read them.
    let quarters = (1...16).last { inputQuarters % $0 == 0 }!
    try kernel.enqueue(
      on: device.queue,
      part.sourceArguments(shape, device) + [
        .target(part.target(stage.activation)), .winograd(parameters), .buffer(transformed),
      ],
      groups: [(Int(parameters.tiles) + 7) / 8, inputQuarters / quarters], group: [8, quarters])
  }

  private func multiply(
    _ parameters: stylize_cl_winograd, _ transformed: DeviceBuffer, into product: DeviceBuffer,
    on device: DeviceSession
  ) throws {
    var definitions = tile.definitions
    definitions["DEPTH"] = Int32(depth)
    if device.tuning.specialises { definitions["UNROLL"] = 1 }
    let kernel = try device.programs.kernel(.multiply, definitions)
    try kernel.enqueue(
      on: device.queue,
      [
        .buffer(transformed), .buffer(weights), .winograd(parameters), .int(tile.count),
        .buffer(product),
      ],
      groups: [(Int(parameters.tiles) + 127) / 128 * tile.count, 36], group: [tile.threads, 1])
  }

  private func transformOutput(
    _ part: StageCall, _ parameters: stylize_cl_winograd, _ product: DeviceBuffer,
    on device: DeviceSession
  ) throws {
    var definitions = tile.definitions
    definitions["ELEMENT_OUT"] = part.definitions["ELEMENT_OUT"]
    definitions["MOMENTS"] = part.definitions["MOMENTS"]
    let kernel = try device.programs.kernel(.transformOutput, definitions)
    try kernel.enqueue(
      on: device.queue,
      [.buffer(product), .winograd(parameters), .buffer(bias)]
        + part.targetArguments(stage.activation, device)
        + [
          .int(tile.count), .buffer(part.moments?.buffer ?? device.nothing),
          .buffer(device.watch.buffer),
        ],
      groups: [part.blocks.columns * tile.count, part.blocks.rows],
      // A work-item makes 16 pixels of four channels.
      group: [2 * tile.channels, 1])
  }
}
