internal import CLKernels
internal import Engine
internal import Networks

/// A convolution of any shape as an implicit matrix product: the portable path, and the reference
/// for all others.
struct ConvolutionStage: DeviceStage {
  let stage: Stage
  private let convolution: Convolution
  private let tile: ChannelTile
  /// The number of input channels that are in local memory at once.
  private let depth: Int
  private let weights: DeviceBuffer
  private let bias: DeviceBuffer

  init(_ stage: Stage, _ convolution: Convolution, _ weights: Weights, on device: DeviceSession)
    throws
  {
    self.stage = stage
    self.convolution = convolution
    tile = ChannelTile(for: convolution.outputChannels, widest: device.tuning.widestTile)
    depth = try Self.depth(
      of: convolution, tile, deepest: device.tuning.deepestSlice, device.localMemory)
    self.weights = try device.allocator.buffer(
      Self.ordered(weights.weight(of: convolution), convolution, tile, depth: depth),
      for: "the weights of \(convolution.name)")
    let bias = try weights.bias(of: convolution)
    let padding = [Float](repeating: 0, count: tile.channels * tile.count - bias.count)
    self.bias = try device.allocator.buffer(
      bias + padding, for: "the bias of \(convolution.name)")
  }

  var algorithm: ConvolutionAlgorithm { .implicitProduct }

  var multiplyAdds: Int { convolution.multiplyAdds }

  func inputRows(for rows: Range<Int>, of size: Size) -> Range<Int> {
    stage.inputRegion(for: Region(rows: rows, columns: 0..<1), of: size).rows
  }

  func enqueue(_ call: StageCall, on device: DeviceSession) throws {
    var definitions = call.definitions.merging(tile.definitions) { $1 }
    definitions["DEPTH"] = Int32(depth)
    definitions["QUARTERS"] = Int32((depth + 3) / 4)
    if device.tuning.specialises {
      definitions["UNROLL"] = 1
      definitions["KERNEL"] = Int32(convolution.kernel)
      definitions["STRIDE"] = Int32(convolution.stride)
    }
    let kernel = try device.programs.kernel(.convolve, definitions)
    let shape = SourceShape(stage)
    let local = Self.localBytes(of: convolution, tile, depth: depth)
    let arguments =
      call.sourceArguments(shape, device) + [.buffer(weights), .buffer(bias)]
      + call.targetArguments(stage.activation, device)
      + [
        .int(tile.count), .buffer(call.moments?.buffer ?? device.nothing),
        .buffer(device.watch.buffer), .local(local.patch),
        .local(local.filter), .local(local.table),
      ]
    try kernel.enqueue(
      on: device.queue, arguments,
      groups: [call.blocks.columns * tile.count, call.blocks.rows],
      group: [tile.threads, 1])
  }

  /// Reorders weights to [output tile][input slice][u][v][depth][channels of the tile], padded with
  /// zeros.
  private static func ordered(
    _ weight: [Float], _ convolution: Convolution, _ tile: ChannelTile, depth: Int
  ) -> [Float] {
    let (inputs, outputs) = (convolution.inputChannels, convolution.outputChannels)
    let taps = convolution.kernel * convolution.kernel
    let slices = (inputs + depth - 1) / depth
    var ordered = [Float](
      repeating: 0, count: tile.count * slices * taps * depth * tile.channels)
    for output in 0..<outputs {
      for input in 0..<inputs {
        let slice = output / tile.channels * slices + input / depth
        for tap in 0..<taps {
          let line = (slice * taps + tap) * depth + input % depth
          ordered[line * tile.channels + output % tile.channels] =
            weight[(output * inputs + input) * taps + tap]
        }
      }
    }
    return ordered
  }
}

extension ConvolutionStage {
  /// The amount of local memory that still lets several work-groups run beside each other, in
  /// bytes.
  private static let usualLocalBytes = 20 << 10

  /// The number of input channels at once for which local memory usually has room.
  ///
  /// - Throws: ``OpenCLError/unsupportedConvolution(name:neededBytes:availableBytes:)`` when even
  ///   the fewest do not fit.
  private static func depth(
    of convolution: Convolution, _ tile: ChannelTile, deepest: Int, _ available: Int
  ) throws -> Int {
    let least = convolution.inputChannels == 3 ? 3 : 4
    let most = min(convolution.inputChannels, deepest)
    let usual = [16, 8].first { depth in
      depth <= most
        && localBytes(of: convolution, tile, depth: depth).total
          <= min(usualLocalBytes, available)
    }
    let needed = localBytes(of: convolution, tile, depth: least).total
    guard needed <= available else {
      throw OpenCLError.unsupportedConvolution(
        name: convolution.name, neededBytes: needed, availableBytes: available)
    }
    return usual ?? least
  }

  private struct LocalBytes {
    var patch: Int
    var filter: Int
    var table: Int
    /// The total, including what the kernel itself declares: sums and means.
    var total: Int { patch + filter + table + 4096 + 256 }
  }

  private static func localBytes(
    of convolution: Convolution, _ tile: ChannelTile, depth: Int
  ) -> LocalBytes {
    let rows = (StageCall.blockRows - 1) * convolution.stride + convolution.kernel
    let columns = (StageCall.blockColumns - 1) * convolution.stride + convolution.kernel
    return LocalBytes(
      patch: 4 * rows * columns * depth,
      filter: 4 * convolution.kernel * depth * tile.channels, table: 4 * (rows + columns))
  }
}
