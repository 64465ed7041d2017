internal import CLKernels
internal import Engine
internal import Networks

/// A stage without a convolution, which enlarges its inputs and applies an activation.
struct PointwiseStage: DeviceStage {
  let stage: Stage
  private let channels: Int

  init(_ stage: Stage, channels: Int) {
    self.stage = stage
    self.channels = channels
  }

  var algorithm: ConvolutionAlgorithm { .none }

  var multiplyAdds: Int { 64 }

  func inputRows(for rows: Range<Int>, of size: Size) -> Range<Int> {
    rows.lowerBound / stage.upsampling..<(rows.upperBound - 1) / stage.upsampling + 1
  }

  func enqueue(_ call: StageCall, on device: DeviceSession) throws {
    let tile = ChannelTile(for: channels, widest: device.tuning.widestTile)
    let kernel = try device.programs.kernel(
      .copy, call.definitions.merging(tile.definitions) { $1 })
    let arguments =
      call.sourceArguments(SourceShape(stage), device)
      + call.targetArguments(stage.activation, device)
      + [
        .int(tile.count), .buffer(call.moments?.buffer ?? device.nothing),
        .buffer(device.watch.buffer),
      ]
    try kernel.enqueue(
      on: device.queue, arguments,
      groups: [call.blocks.columns * tile.count, call.blocks.rows],
      group: [tile.threads, 1])
  }
}
